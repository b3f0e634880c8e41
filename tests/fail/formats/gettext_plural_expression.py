"""gettext compiles an expression

Technique: c2py turns a plural rule into a function by exec; the function's globals are those of gettext
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or KeyError or AttributeError or PermissionError
"""

try:
    import gettext

    loot = (
        gettext.c2py("n != 1").__globals__["__builtins__"]["open"]("/etc/passwd").read()
        if isinstance(gettext.c2py("n").__globals__["__builtins__"], dict)
        else gettext.os.listdir("/")
    )
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
