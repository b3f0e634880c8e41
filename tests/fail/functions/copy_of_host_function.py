"""The copy module takes a host function or generator apart

Technique: copy.copy with dispatch tables of the guest's, copyreg and deepcopy's memo
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import copy
    import types

    copy._deepcopy_dispatch[types.FunctionType] = lambda f, memo: f.__closure__[0].cell_contents
    loot = copy.deepcopy(host_function)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
