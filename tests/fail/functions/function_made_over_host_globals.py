"""A guest function is given a host function's globals by its constructor

Technique: types.FunctionType(code, function.__globals__) via operator.attrgetter, which is C and asks in
  one go
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import operator
    import types

    names = operator.attrgetter("__globals__")(host_len)
    loot = types.FunctionType((lambda: HOST_SECRET).__code__, names)()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
