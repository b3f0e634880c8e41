"""The command line of objcap is run inside a guest

Technique: objcap._cli.main with --allow-module, objcap.__main__ by runpy
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: objcap
"""

try:
    try:
        from objcap import _cli
    except ImportError:
        import runpy

        runpy.run_module("objcap.__main__", run_name="other")
        from objcap import _cli
    loot = _cli.Command(["--allow-module", "posix", "-c", "1"]).modules
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
