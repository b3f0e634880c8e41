"""The C API for tests watches types and dicts

Technique: _testcapi and _testinternalcapi
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import importlib

    for name in (
        "_testinternalcapi",
        "_testcapi",
        "_testbuffer",
        "_testmultiphase",
        "_testclinic",
        "_xxtestfuzz",
        "xxlimited",
    ):
        try:
            loot = importlib.import_module(name)
            break
        except ImportError as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
