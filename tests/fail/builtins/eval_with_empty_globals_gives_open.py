"""Code evaluated in an empty namespace gets fresh builtins

Technique: eval puts the interpreter's own builtins into globals that have none
Versions: 3.11 3.12 3.13
Origin: Lib/test/crashers lore and pysandbox
Expected: NameError
Command: PermissionError
"""

try:
    loot = eval("open('/etc/passwd').read()", {})
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
