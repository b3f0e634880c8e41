"""Makes glob refuse: the stdlib's takes the refusal of os.scandir for an empty folder."""

from _objcap_refuse import unless_files as _unless_files

for _name in ("glob", "iglob", "glob0", "glob1"):
    globals()[_name] = _unless_files("glob", _name, globals()[_name])
