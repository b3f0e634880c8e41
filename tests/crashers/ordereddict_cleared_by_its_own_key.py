"""OrderedDict.popitem looks its key up again, whose hash clears the dict, and uses the freed node

Crashes: 3.11 3.12 3.13
Under objcap: crashes
"""

import collections


class Key:
    def __hash__(self):
        if armed:
            items.clear()
        return 1

    def __eq__(self, other):
        if armed:
            items.clear()
        return self is other


armed = False
items = collections.OrderedDict((Key(), number) for number in range(20))
armed = True
items.popitem()
