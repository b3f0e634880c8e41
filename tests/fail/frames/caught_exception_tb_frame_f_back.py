"""A traceback of the guest's leads up the stack

Technique: tb_frame.f_back of an exception raised inside a function that the host calls
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError
Harness: host
"""

try:
    found = []

    def fail():
        try:
            1 / 0
        except ZeroDivisionError as error:
            found.append(error.__traceback__.tb_frame.f_back)

    host_caller(fail)
    loot = found[0].f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
