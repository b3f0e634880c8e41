"""A host function is bound to a guest's object and taken apart

Technique: function.__get__ makes a method of it; method.__func__ and its wrapper in the type's dict lead
  back
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    method = host_function.__get__(object())
    loot = vars(type(method))["__func__"].__get__(method).__closure__[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
