"""A template evaluates what its pattern says

Technique: string.Template subclass whose mapping is an object of the host's globals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import string

    class Names:
        def __getitem__(self, name):
            return host_function.__globals__[name]

    loot = string.Template("$HOST_SECRET").substitute(Names())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
