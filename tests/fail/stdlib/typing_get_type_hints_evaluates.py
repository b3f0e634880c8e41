"""typing evaluates texts

Technique: get_type_hints evaluates string annotations in the globals of the class's module
Versions: 3.11 3.12 3.13
Origin: CTF folklore
Expected: NameError or ImportError or TypeError
Command: PermissionError
"""

try:
    import typing

    class Thing:
        member: "found.append(open('/etc/passwd').read()) or int"

    found = []
    typing.get_type_hints(Thing, None, {"found": found})
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
