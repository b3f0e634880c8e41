"""A pickle writes into a module

Technique: the BUILD opcode updates __dict__ of whatever is on the stack, here of a module of the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or UnpicklingError or AttributeError or KeyError or TypeError or ModuleNotFoundError
  or NoEffect
Harness: host
"""

try:
    import pickle
    import sys

    sys.modules["main_of_host"] = __import__("__main__")
    holder = type(sys)("holder")
    holder.module = sys.modules["main_of_host"]
    sys.modules["holder"] = holder
    pickle.loads(b"cholder\nmodule\n(S'HOST_SECRET'\nS'edited by a pickle'\ndb.")
    loot = host_list_consume.__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
