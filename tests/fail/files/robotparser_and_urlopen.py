"""An address is opened by helpers

Technique: urllib.robotparser reads an address of the guest's choice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import urllib.robotparser

    parser = urllib.robotparser.RobotFileParser("file:///etc/passwd")
    parser.read()
    loot = "read"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
