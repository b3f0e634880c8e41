"""Makes tempfile say what is refused: the stdlib's tries every folder and blames them."""

from _objcap_refuse import refusing as _refusing

for _name in (
    "NamedTemporaryFile TemporaryFile TemporaryDirectory mkstemp mkdtemp mktemp gettempdir gettempdirb"
).split():
    globals()[_name] = _refusing("tempfile", _name)
_get_default_tempdir = gettempdir
