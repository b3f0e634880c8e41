"""Another host is asked, with the allowed one as the user

Technique: an address with a user in it
Versions: 3.11 3.12 3.13
Origin: HTTP address confusion: Tsai, "A New Era of SSRF" (2017)
Expected: ValueError or PermissionError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(f"{base}@127.0.0.1:{other}/")["body"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
