"""A line of the log is forged by the name of a file

Technique: a quotation mark and a line break in a path
Versions: 3.11 3.12 3.13
Origin: CWE-117
Expected: FileNotFoundError
Harness: grants
"""

try:
    open('data/"}\n{"event": "forged", "path": "')

    class NoEffect(Exception):
        pass

    raise NoEffect("the host looks for it")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
