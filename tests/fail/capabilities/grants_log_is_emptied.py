"""The log is overwritten

Technique: a path that leads there from a folder to write
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: grants
"""

try:
    with open("out/../trail.jsonl", "w") as file:
        file.write('{"event": "forged"}\n')

    class NoEffect(Exception):
        pass

    raise NoEffect("the host looks for it")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
