"""Measurements of objcap against the CPython that it runs on; see README.md beside this file."""
