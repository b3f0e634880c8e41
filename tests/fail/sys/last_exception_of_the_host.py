"""sys keeps the last exception that was shown

Technique: sys.last_traceback and last_exc after a prompt or a hook
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys
    import types

    loot = types.SimpleNamespace(last=host_exception.__traceback__).last.tb_frame.f_locals
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
