"""A module's command line reads files

Technique: json.tool.main with arguments of the guest's choice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError or SystemExit or NoEffect or FileNotFoundError or
  AttributeError
"""

try:
    import json.tool
    import sys

    import os

    arguments, sys.argv = sys.argv, ["x", "/etc/passwd", "/dev/null"]
    try:
        json.tool.main()
    except ValueError as error:
        loot = f"the file was read: {error}"
    except BaseException as error:
        if "Expecting" not in str(error):
            raise
        loot = f"the file was read: {error}"
    finally:
        sys.argv = arguments
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
