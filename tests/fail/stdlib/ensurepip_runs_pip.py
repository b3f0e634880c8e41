"""pip is run inside the process

Technique: ensurepip._run_pip
Versions: 3.11 3.12 3.13
Origin: picklescan lists
Expected: ImportError
"""

try:
    import ensurepip

    loot = ensurepip.version()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
