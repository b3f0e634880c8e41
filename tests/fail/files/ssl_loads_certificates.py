"""ssl reads certificates from files

Technique: SSLContext.load_verify_locations
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: ssl
"""

try:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations("/etc/passwd")
    except ssl.SSLError as error:
        loot = str(error)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
