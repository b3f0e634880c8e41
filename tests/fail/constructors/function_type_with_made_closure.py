"""A function is given cells that its code was not made with

Technique: FunctionType(code, globals, name, defaults, closure) over code whose free variable is changed
  by replace
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import types

    def outer():
        value = 1

        def inner():
            return value

        return inner

    code = outer().__code__.replace(co_freevars=("other",))
    loot = types.FunctionType(code, {}, "x", (), (types.CellType("a value"),))()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
