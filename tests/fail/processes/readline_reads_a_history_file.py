"""readline reads and writes files

Technique: readline.read_history_file of any path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: readline
"""

try:
    import readline

    readline.read_history_file("/etc/passwd")
    loot = readline.get_history_item(1)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
