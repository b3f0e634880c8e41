"""Helpers for other platforms start programs

Technique: _osx_support._read_output, _aix_support and uuid's helpers
Versions: 3.11 3.12 3.13
Origin: picklescan lists
Expected: ImportError or ModuleNotFoundError
"""

try:
    import importlib

    for name, call in (
        ("_osx_support", lambda module: module._read_output("echo found")),
        ("_aix_support", lambda module: module._read_cmd_output("echo found")),
        ("_bootsubprocess", lambda module: module.check_output("echo found")),
    ):
        try:
            loot = call(importlib.import_module(name))
            break
        except (ImportError, AttributeError, NameError) as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
