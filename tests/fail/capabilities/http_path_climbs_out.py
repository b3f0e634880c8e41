"""A path that is not allowed is asked for

Technique: dots in the path of an address
Versions: 3.11 3.12 3.13
Origin: HTTP address confusion: Tsai, "A New Era of SSRF" (2017)
Expected: ValueError or PermissionError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(base + "/open/../secret")["body"]
    if got == b"public":
        raise ValueError("the path was not followed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
