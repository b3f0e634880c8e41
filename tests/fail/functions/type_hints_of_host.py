"""The annotations of a host function by typing

Technique: typing.get_type_hints and inspect.get_annotations
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Harness: host
"""

try:
    import inspect
    import typing

    try:
        notes = inspect.get_annotations(host_function)
    except Exception:
        notes = typing.get_type_hints(host_function)
    loot = notes["note"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
