"""A word that is allowed stands elsewhere in the address

Technique: the check looks for a text in the address
Versions: 3.11 3.12 3.13
Origin: HTTP address confusion: Tsai, "A New Era of SSRF" (2017)
Expected: PermissionError or ValueError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(f"http://127.0.0.1:{other}/?localhost")["body"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
