"""An error of the importer tells where the host's program is

Technique: the path, name and text of errors for modules beside the host's own files
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
Harness: host
"""

try:
    import importlib
    import sys

    texts = []
    for name in ("host_harness", "broker_harness", "objcap._objcap", "_objcap", "tests"):
        try:
            texts.append(importlib.import_module(name).__file__)
        except ImportError as error:
            texts.append(f"{error} {error.path}")
    texts.append(str(getattr(sys.modules["__main__"], "__file__", "")))
    loot = [text for text in texts if "host_harness.py" in text or "/tests/" in text]
    if not loot:
        raise LookupError(texts[0])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
