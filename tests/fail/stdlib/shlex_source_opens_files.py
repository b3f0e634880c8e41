"""shlex opens the file that its text names

Technique: shlex.shlex with source set reads a file by sourcehook
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or PermissionError or ImportError
"""

try:
    import shlex

    lexer = shlex.shlex("include /etc/passwd", posix=True)
    lexer.source = "include"
    lexer.whitespace_split = True
    loot = lexer.get_token()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
