"""A forward reference is evaluated among the names of typing

Technique: ForwardRef._evaluate with the globals of the module typing, which know sys
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError or KeyError or TypeError or AttributeError or NameError
"""

try:
    import typing

    text = "sys.modules['posix'].listdir('/')"
    space = vars(typing)
    loot = eval(typing.ForwardRef(text).__forward_code__, space)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
