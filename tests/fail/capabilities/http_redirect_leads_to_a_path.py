"""A redirect leads to a path that is not allowed

Technique: a redirect of the allowed server to itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Needs: urllib3
Harness: caps
"""

try:
    got = http.get(base + "/open/back")["body"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
