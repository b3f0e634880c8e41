"""An iterator of the host is copied

Technique: copy.copy() asks __reduce_ex__, which asks the type's own __reduce__
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

import copy

try:
    loot = list(copy.copy(host_iterator)), host_iterator.__reduce_ex__(4)[1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
