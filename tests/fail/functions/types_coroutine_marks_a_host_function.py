"""types.coroutine changes a host function in place

Technique: the flags of host_numbers' code are replaced by types.coroutine
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    before = host_numbers
    after = types.coroutine(host_numbers)
    if after is before and after.__code__.co_flags & 0x100:
        loot = after.__code__.co_name
    else:
        raise PermissionError("nothing was changed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
