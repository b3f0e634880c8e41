"""netrc reads a file

Technique: netrc.netrc(path) shows what it cannot parse
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError
"""

try:
    import netrc

    try:
        netrc.netrc("/etc/passwd")
    except netrc.NetrcParseError as error:
        loot = str(error)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
