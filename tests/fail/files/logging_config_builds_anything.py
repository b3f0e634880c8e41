"""logging.config calls whatever its dict names

Technique: a handler with "()": "posix.system"
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or ValueError or ModuleNotFoundError
"""

try:
    import logging.config

    logging.config.dictConfig({"version": 1, "filters": {"x": {"()": "os.getppid"}}, "handlers": {}})
    loot = "os.getppid was called"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
