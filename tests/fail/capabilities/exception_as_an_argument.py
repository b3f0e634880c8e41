"""An exception is passed as a value

Technique: the host's frames are found on an exception that it raised again
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: Exception
Harness: broker
"""

try:

    class Loud(Exception):
        pass

    def fails(number):
        raise Loud

    try:
        visit(fails)
    except Loud as error:
        loot = error.__traceback__.tb_next.tb_frame.f_locals["password"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
