"""Makes walks over folders refuse: the stdlib's take the refusal of os for an empty folder."""

from _objcap_refuse import refusing as _refusing

for _name in ("glob", "rglob", "walk"):
    if hasattr(Path, _name):
        setattr(Path, _name, _refusing("pathlib", f"Path.{_name}"))
