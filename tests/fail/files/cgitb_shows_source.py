"""cgitb prints the lines around an error

Technique: cgitb.text of code that names another file
Versions: 3.11 3.12
Origin: own idea
Expected: LookupError
"""

try:
    import sys
    import warnings

    warnings.simplefilter("ignore")
    import cgitb

    try:
        exec(compile("\n1/0", "/etc/passwd", "exec"))
    except ZeroDivisionError:
        text = cgitb.text(sys.exc_info())
    if "root" not in text:
        raise LookupError("no line was shown")
    loot = text[-300:]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
