"""The function that locked the interpreter

Technique: the globals of objcap.lockdown know sys and the C primitives
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or KeyError
Needs: objcap
"""

try:
    import objcap

    space = objcap.lockdown.__globals__
    loot = space["sys"].modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
