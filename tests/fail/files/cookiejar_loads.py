"""Cookies are loaded from a file and saved to it

Technique: http.cookiejar.MozillaCookieJar
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import http.cookiejar
    import os

    name = "/tmp/objcap-cookies-of-a-guest"
    http.cookiejar.LWPCookieJar(name).save()
    os.unlink(name)
    loot = "a file was written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
