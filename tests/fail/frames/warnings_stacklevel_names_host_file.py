"""A warning names the file of the frame above

Technique: warnings.warn with a stacklevel takes file name, line and registry from the host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or RuntimeError or PermissionError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        host_caller(lambda: warnings.warn("x", stacklevel=2))
    loot = caught[0].filename
    if "host_harness" not in loot:
        raise NoEffect(f"the warning names {loot}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
