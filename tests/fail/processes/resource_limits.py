"""The limits of the process are changed

Technique: resource.setrlimit
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: resource
"""

try:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    loot = resource.getrlimit(resource.RLIMIT_CORE)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
