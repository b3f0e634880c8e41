"""Workers: locked interpreters in processes of their own, and the application as their broker.

Public names are re-exported by `objcap`; docs/guide.md starts with them.
"""
