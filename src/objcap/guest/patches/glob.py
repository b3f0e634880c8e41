"""Makes glob refuse: the stdlib's takes the refusal of os.scandir for an empty folder."""

from _objcap_refuse import refusing as _refusing

glob = _refusing("glob", "glob")
iglob = _refusing("glob", "iglob")
glob0 = _refusing("glob", "glob0")
glob1 = _refusing("glob", "glob1")
