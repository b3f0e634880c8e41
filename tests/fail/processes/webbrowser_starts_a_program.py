"""webbrowser starts a program

Technique: webbrowser.GenericBrowser with any command line
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import webbrowser

    loot = webbrowser.GenericBrowser(["true", "%s"]).open("x") or 1 / 0
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
