"""pydoc writes files and starts a server

Technique: pydoc.writedoc
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os
    import pydoc

    os.chdir("/tmp")
    pydoc.writedoc("token")
    os.unlink("token.html")
    loot = "a file was written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
