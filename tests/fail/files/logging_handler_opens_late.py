"""logging streams are opened late

Technique: logging.FileHandler with delay and reopen after a close
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import logging

    handler = logging.FileHandler.__new__(logging.FileHandler)
    logging.StreamHandler.__init__(handler, None)
    handler.baseFilename, handler.mode, handler.encoding, handler.errors = "/etc/passwd", "r", None, None
    handler._builtin_open = (
        open if "open" in dir(__builtins__) else handler.__class__._open.__globals__["io"].open
    )
    loot = handler._open().read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
