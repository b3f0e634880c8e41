"""The modules of the prompt run code outside the guest

Technique: _repl, _run_module and _report imported by name, and runpy's main
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ModuleNotFoundError
Needs: objcap
"""

try:
    import importlib

    failure = None
    for name in ("objcap.guest._repl", "objcap.guest._run_module", "objcap.guest._report", "objcap.lockdown"):
        try:
            module = importlib.import_module(name)
            loot = module.__file__
            break
        except BaseException as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
