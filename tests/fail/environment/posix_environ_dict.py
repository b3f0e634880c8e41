"""The dict that posix made at start-up

Technique: posix.environ survives a cleared os.environ
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    from posix import environ

    loot = environ[b"OBJCAP_TEST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
