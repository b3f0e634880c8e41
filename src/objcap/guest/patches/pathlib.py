"""Makes walks over folders refuse: the stdlib's take the refusal of os for an empty folder.

With files that the host has granted they work, and so does touch(), which opens a descriptor in the stdlib.
"""

from _objcap_refuse import unless_files as _unless_files

for _name in ("glob", "rglob", "walk"):
    if hasattr(Path, _name):
        setattr(Path, _name, _unless_files("pathlib", f"Path.{_name}", getattr(Path, _name)))


def _touch(self, mode=0o666, exist_ok=True):
    """Create this file, if it does not exist; the time of one that does stays what it is."""
    if not exist_ok or not self.exists():
        self.open("x").close()


Path.touch = _unless_files("pathlib", "Path.touch", _touch)
