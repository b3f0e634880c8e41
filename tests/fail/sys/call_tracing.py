"""sys calls a function with tracing on

Technique: sys.call_tracing lifts the guard that keeps a trace function from tracing itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    loot = sys.call_tracing(len, ("abc",))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
