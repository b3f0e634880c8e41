"""The code of a function is changed byte by byte

Technique: code.replace(co_code=..., co_consts=...) loads what the stack does not hold
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:

    def function():
        return 1

    code = function.__code__
    function.__code__ = code.replace(
        co_code=bytes(code.co_code), co_consts=(None, "made of raw bytes"), co_stacksize=9
    )
    loot = function.__code__.co_consts
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
