"""The class of a host instance is replaced

Technique: __class__ assignment, and object.__setattr__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: host
"""

try:

    class Guest:
        def greet(self):
            return vars(self)

    try:
        host_instance.__class__ = Guest
    except TypeError:
        object.__setattr__(host_instance, "__class__", Guest)
    loot = host_instance.greet()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
