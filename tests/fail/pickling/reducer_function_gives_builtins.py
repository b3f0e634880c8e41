"""A reducer names a constructor of the host

Technique: copyreg.__newobj__, __reduce_ex__ and _reconstructor over a host class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Harness: host
"""

try:
    import copyreg

    copied = host_instance.__reduce_ex__(4)
    loot = copied[0].__globals__["__builtins__"]
    loot = (loot if isinstance(loot, dict) else vars(loot))["open"]("/etc/passwd").read() or copyreg
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
