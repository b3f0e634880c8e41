"""An AttributeError carries the object that lacked the attribute

Technique: error.obj and error.name of an error raised by a C attribute getter
Versions: 3.11 3.12 3.13
Origin: RestrictedPython CVE-2024-47532
Expected: AttributeError
Harness: host
"""

try:
    import operator

    try:
        operator.attrgetter("__self__.nothing")(host_len.__globals__["json"].dumps and host_dump)
    except AttributeError as error:
        if "objcap" in str(error):
            raise
        loot = error.obj
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
