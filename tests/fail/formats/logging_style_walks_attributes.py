"""A logging format walks attributes

Technique: a record formatted with style "{" puts its attributes through str.format
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ImportError
Harness: host
"""

try:
    import logging

    record = logging.LogRecord("x", 20, "x", 1, "", (), None)
    record.f = host_len
    loot = logging.Formatter("{f.__globals__[HOST_SECRET]}", style="{").format(record)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
