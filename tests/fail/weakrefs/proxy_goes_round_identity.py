"""A weak proxy stands for a host function

Technique: attribute access through weakref.proxy happens in C on the function behind it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import weakref

    loot = weakref.proxy(host_function).__closure__[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
