"""select makes kernel objects

Technique: select.epoll() is a descriptor of its own
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: select
"""

try:
    import select

    loot = select.epoll().fileno()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
