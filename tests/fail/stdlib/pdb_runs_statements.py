"""pdb runs what is typed into a text stream

Technique: pdb.Pdb(stdin=..., stdout=...) reads its commands from an object of the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import io
    import pdb

    output = io.StringIO()
    debugger = pdb.Pdb(
        stdin=io.StringIO("print(open('/etc/passwd').readline())\nq\n"), stdout=output, readrc=False
    )
    try:
        debugger.run("1")
    except Exception:
        pass
    loot = output.getvalue()
    if "root:" not in loot:
        raise AttributeError("no line of the file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
