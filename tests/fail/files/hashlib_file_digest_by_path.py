"""hashlib digests a file

Technique: hashlib.file_digest of an unbuffered file object made by io.open_code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or ImportError or NameError
"""

try:
    import hashlib
    import io

    loot = hashlib.file_digest(io.open_code("/etc/passwd"), "sha256").hexdigest()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
