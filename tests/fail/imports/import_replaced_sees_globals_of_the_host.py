"""The import function of the guest's is called by C for a host frame

Technique: builtins.__import__ replaced; time.strptime called from a host function imports with the globals on top
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import builtins
    import time

    original = builtins.__import__
    seen = []

    def spy(name, globals=None, *arguments, **keywords):
        seen.append(globals)
        return original(name, globals, *arguments, **keywords)

    builtins.__import__ = spy
    try:
        host_caller(time.strptime, "2020", "%Y")
    finally:
        builtins.__import__ = original
    loot = [names["HOST_SECRET"] for names in seen if names and "HOST_SECRET" in names][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
