"""A builtin that the host uses is replaced

Technique: builtins.len: the host's next call goes to the guest
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
Harness: broker
"""

try:
    import builtins

    loot = []

    def spy(value):
        loot.append(value)
        return 0

    builtins.len = spy
    row_count()
    export(1)
    if not loot:
        raise type("NoEffect", (Exception,), {})("the host has its own len")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
