"""mailbox reads mails

Technique: mailbox.mbox opens any file
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError
"""

try:
    import mailbox

    loot = mailbox.mbox("/etc/passwd", create=False)._file.readline()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
