"""A variable of the environment that was not granted

Technique: os.environ, and what else tells of it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError KeyError
Harness: grants
"""

try:
    import os

    got = os.environ.get("OBJCAP_TEST_SECRET") or os.getenv("OBJCAP_TEST_SECRET")
    if got is None:
        got = os.environb[b"OBJCAP_TEST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
