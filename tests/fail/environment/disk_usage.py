"""The machine is measured

Technique: shutil.disk_usage, os.cpu_count, os.getloadavg
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os
    import shutil

    loot = shutil.disk_usage("/"), os.getloadavg()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
