"""configparser reads a file

Technique: ConfigParser.read opens; the parsing error shows the line
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or NameError or PermissionError or ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import configparser

    parser = configparser.ConfigParser()
    try:
        read = parser.read(["/etc/passwd"])
    except configparser.MissingSectionHeaderError as error:
        loot = error.line
    else:
        raise NoEffect(f"files read: {read}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
