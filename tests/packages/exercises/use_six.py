"""six: metaclasses, text, moves"""

import six
from six.moves import range as numbers
from six.moves import reduce


class Meta(type):
    def __new__(cls, name, bases, names):
        return super().__new__(cls, name, bases, {**names, "made": name})


@six.add_metaclass(Meta)
class Thing:
    pass


print(Thing.made, six.ensure_text(b"x"), list(numbers(3)), reduce(lambda a, b: a + b, [1, 2, 3]), six.PY3)
