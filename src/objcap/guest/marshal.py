"""The guest's marshal: it can be imported, as packages with a bytecode cache do, and refuses.

Unmarshalled code objects are raw bytecode, and raw bytecode is memory access.
"""

from _objcap_refuse import refusing as _refusing

version = 4

for _name in ("dump", "dumps", "load", "loads"):
    globals()[_name] = _refusing("marshal", _name, "use pickle or json for data")
