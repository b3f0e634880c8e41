"""uu encodes a file by name

Technique: uu.encode with two paths
Versions: 3.11 3.12
Origin: own idea
Expected: PermissionError
"""

try:
    import warnings

    warnings.simplefilter("ignore")
    import io
    import uu

    out = io.BytesIO()
    uu.encode("/etc/passwd", out)
    loot = out.getvalue()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
