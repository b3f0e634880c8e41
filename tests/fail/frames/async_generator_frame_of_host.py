"""An asynchronous generator shows its frame

Technique: ag_frame, which RestrictedPython's deny list missed for years
Versions: 3.11 3.12 3.13
Origin: CVE-2025-22153 and its kin
Expected: AttributeError
Harness: host
"""

try:
    loot = host_async_generator.ag_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
