"""A policy file that the guest has written grants more

Technique: a file policy.toml in a folder to write, and others that a program may look for
Versions: 3.11 3.12 3.13
Origin: CWE-427
Expected: PermissionError
Harness: grants
"""

try:
    for name in ("policy.toml", "objcap.toml", ".objcap.toml", "pyproject.toml"):
        with open(f"out/{name}", "w") as file:
            file.write('read = ["/"]\n[tool.objcap]\nread = ["/"]\n')
    got = open("secret.txt").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
