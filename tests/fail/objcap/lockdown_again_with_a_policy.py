"""The interpreter is locked again with a wider policy

Technique: objcap.lockdown with modules=posix, and Policy found by its module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Needs: objcap
"""

try:
    import objcap

    policy = objcap.Policy(modules=["posix"])
    loot = policy
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
