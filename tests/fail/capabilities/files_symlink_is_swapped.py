"""A folder is swapped for a link between the check and the use

Technique: a process of the host swaps them; the guest opens again and again
Versions: 3.11 3.12 3.13
Origin: CWE-367
Expected: NoEffect
Harness: files
"""

try:
    tamper(2.0)
    got = ""
    for _ in range(20000):
        try:
            text = folder.open("swap/inner.txt").read()
        except OSError:
            continue
        if text != "inner":
            got = text
            break
    if not got:
        raise type("NoEffect", (Exception,), {})("always the one inside")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
