"""subprocess starts a program

Technique: subprocess.run
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import subprocess

    loot = subprocess.run(["echo", "started"], capture_output=True, check=True).stdout
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
