"""Imports `email.utils` while `socket` is lent: it needs the module for one function, make_msgid."""

from _objcap_lent import lent as _lent

with _lent("socket"):
    import email.utils
