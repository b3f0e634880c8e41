"""sys switches machinery of the interpreter

Technique: sys._setprofileallthreads, activate_stack_trampoline and _baserepl
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    sys.setprofile(lambda *arguments: None)
    sys.setprofile(None)
    sys.settrace(None)
    loot = sys._current_frames()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
