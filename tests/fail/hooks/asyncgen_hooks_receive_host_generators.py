"""The hooks for asynchronous generators receive the host's

Technique: sys.set_asyncgen_hooks(firstiter=...) is called with every generator that starts, whoever made
  it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or IndexError
Harness: host
"""

try:
    import sys

    seen = []
    sys.set_asyncgen_hooks(firstiter=seen.append)
    try:
        host_drive()
    finally:
        sys.set_asyncgen_hooks(firstiter=None)
    loot = seen[0].ag_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
