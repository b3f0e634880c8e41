"""The new prompt opens the terminal and runs pagers

Technique: _pyrepl.pager.pipe_pager
Versions: 3.13
Origin: picklescan lists
Expected: ImportError
"""

try:
    import _pyrepl.pager

    _pyrepl.pager.pipe_pager("x", "cat >/dev/null")
    loot = "a shell ran"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
