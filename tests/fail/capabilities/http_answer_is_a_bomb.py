"""An answer is larger than its limit

Technique: a compressed answer that is small
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(base + "/open/bomb")["body"]
    if len(got) <= 100_000:
        raise OSError("within the limit")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
