"""dataclasses compile methods from texts

Technique: the globals of a generated __init__ know the builtins
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    import dataclasses

    @dataclasses.dataclass
    class Thing:
        member: int = 0

    space = dataclasses.dataclass.__globals__["__builtins__"]
    space = space if isinstance(space, dict) else vars(space)
    loot = Thing.__init__.__builtins__["open"]("/etc/passwd").read() + str(len(space))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
