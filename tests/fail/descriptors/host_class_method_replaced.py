"""A method of a host class is replaced

Technique: setattr on the class: the host's own calls run the guest's code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: host
"""

try:
    host_class.greet = lambda self: found.append(self.key)
    found = []
    host_collect([])
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
