"""Headers that are not allowed are sent

Technique: line breaks in the value of a header
Versions: 3.11 3.12 3.13
Origin: CWE-113
Expected: ValueError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(base + "/open/headers", headers={"Accept": "a/b\r\nAuthorization: mine"})["body"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
