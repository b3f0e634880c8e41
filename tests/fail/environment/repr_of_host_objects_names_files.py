"""The repr of host objects names files

Technique: repr and traceback text of frames and code behind a host exception
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
Harness: host
"""

try:
    import traceback

    text = "".join(traceback.format_exception(host_exception))
    if "host_harness" not in text:
        raise LookupError("no file is named")
    loot = text
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
