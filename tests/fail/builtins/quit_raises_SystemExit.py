"""The quit of site raises SystemExit

Technique: the exception is caught and its class taken from it
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: NameError
"""

try:
    import sys

    stdin, sys.stdin = sys.stdin, None
    try:
        quit(3)
    except NameError:
        raise
    except BaseException as error:
        loot = type(error).__name__
    finally:
        sys.stdin = stdin
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
