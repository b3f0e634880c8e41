"""pydoc pipes text into a program

Technique: pydoc.pipepager starts the program that it is given
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import pydoc

    pager = getattr(pydoc, "pipepager", None) or pydoc.pipe_pager
    pager("text", "cat >/dev/null; exit 3")
    loot = "a shell ran"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
