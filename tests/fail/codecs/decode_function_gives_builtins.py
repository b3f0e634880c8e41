"""The codecs of the process are taken away

Technique: codecs.unregister and a search function before the host's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Command: PermissionError
"""

try:
    import codecs

    loot = codecs.lookup("utf-8").decode.__globals__["codecs"].__builtins__["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
