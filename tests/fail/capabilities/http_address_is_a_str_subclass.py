"""An address changes between the check and its use

Technique: a str whose startswith() lies
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Needs: urllib3
Harness: caps
"""

try:

    class Address(str):
        def startswith(self, prefix):
            return True

    got = http.get(Address(f"http://127.0.0.1:{other}/"))["body"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
