"""SQLite opens a data base file

Technique: ATTACH by a statement, which raises no event of Python's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: sqlite3
"""

try:
    import sqlite3

    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        connection = sqlite3.connect(":memory:")
        connection.execute("attach ? as other", (file.name,))
        connection.execute("create table other.t (x)")
        connection.close()
        loot = file.read(15)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
