"""A debugger of the guest's own steps through the host

Technique: bdb.Bdb.runcall stops in every line of a host function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
Harness: host
"""

try:
    import bdb

    class Debugger(bdb.Bdb):
        def user_line(self, frame):
            if "key" in frame.f_locals:
                found.append(frame.f_locals["key"])
            self.set_step()

    found = []
    Debugger().runcall(host_caller, len, "")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
