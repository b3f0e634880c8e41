"""An absolute path drops the folder

Technique: os.path.join() forgets what stands before a slash
Versions: 3.11 3.12 3.13
Origin: CWE-36
Expected: PermissionError
Harness: files
"""

try:
    got = folder.open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
