"""Imports `xml.sax.saxutils` while `urllib.request` is lent: it needs it for addresses of documents."""

from _objcap_lent import lent as _lent

with _lent("urllib.request"):
    import xml.sax.saxutils
