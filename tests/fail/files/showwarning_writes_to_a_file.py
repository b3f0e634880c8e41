"""warnings are written to a file of the guest's choice

Technique: warnings.showwarning(file=...) with a file opened by logging
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError or NameError or AttributeError
"""

try:
    import logging
    import tempfile
    import warnings

    with tempfile.TemporaryDirectory() as folder:
        handler = logging.FileHandler(folder + "/log")
        warnings.showwarning("x", UserWarning, "x", 1, file=handler.stream)
        handler.close()
        loot = open(folder + "/log").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
