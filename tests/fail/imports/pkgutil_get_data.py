"""pkgutil reads a package's data

Technique: get_data joins the folder of the package and a relative name, upwards as well
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import pkgutil

    loot = pkgutil.get_data("encodings", "../../../../../../../../../../etc/passwd")
    if loot is None:
        raise NoEffect("there is no data")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
