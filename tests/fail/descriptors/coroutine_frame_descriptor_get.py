"""An unbound descriptor reads the frame of a coroutine

Technique: vars(type(coroutine))["cr_frame"].__get__ instead of attribute access
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = vars(type(host_coroutine))["cr_frame"].__get__(host_coroutine).f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
