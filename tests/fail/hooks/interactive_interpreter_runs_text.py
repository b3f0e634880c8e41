"""code.InteractiveInterpreter runs text with real builtins

Technique: runsource in an own namespace
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or ImportError
"""

try:
    import code

    space = {}
    error = []
    interpreter = code.InteractiveInterpreter(space)
    interpreter.write = error.append
    interpreter.runsource("text = open('/etc/passwd').read()")
    if "text" not in space:
        raise NameError(error[-1].splitlines()[-1] if error else "not defined")
    loot = space["text"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
