"""An exception thrown into a host generator collects its frame

Technique: generator.throw; the traceback of what comes back leads to the generator's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    try:
        host_generator.throw(ValueError("thrown by the guest"))
    except ValueError as error:
        step = error.__traceback__.tb_next
        loot = step.tb_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
