"""zoneinfo reads files of any folder

Technique: reset_tzpath and a key; the class in C and the one in Python
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or ValueError or PermissionError or ZoneInfoNotFoundError or AttributeError or
  NameError
"""

try:
    import sys
    import zoneinfo

    import os

    folder = next((name for name in ("/usr/share", "/usr/lib") if os.path.isdir(name)), "/usr/share")
    zoneinfo.reset_tzpath([folder + "/zoneinfo", "/etc"])
    try:
        loot = zoneinfo.ZoneInfo("passwd").key
    except ValueError as error:
        if "magic" not in str(error) and "TZif" not in str(error):
            raise
        loot = f"the file was read: {error}"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
