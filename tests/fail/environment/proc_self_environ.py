"""The kernel's copy of the environment

Technique: /proc/self/environ holds what the process started with
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or PermissionError
"""

try:
    loot = [
        entry for entry in open("/proc/self/environ", "rb").read().split(b"\0") if b"OBJCAP_TEST" in entry
    ][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
