"""Objects that hold data in C are refused by pickle, as on plain Python, and not pickled without it."""

import _random
import copy
import lzma
import pickle


class Slotted:
    __slots__ = ("a", "b")


class WithState(_random.Random):
    def __getstate__(self) -> object:
        return super().__getstate__()  # asked by a class of one's own: no refusal


class Arguments(_random.Random):
    def __getnewargs__(self) -> tuple:
        return (1,)


for value in (memoryview(b"x"), _random.Random(), lzma.LZMACompressor(), classmethod(len), (n for n in ())):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        try:
            value.__reduce_ex__(protocol)
        except TypeError as error:
            assert "pickle" in str(error), error
        else:
            raise AssertionError(value)
    try:
        pickle.dumps(value)
    except (TypeError, pickle.PicklingError):
        pass
    else:
        raise AssertionError(value)

slotted = Slotted()
slotted.a, slotted.b = 1, [2]
again = copy.deepcopy(slotted)
assert (again.a, again.b) == (1, [2]) and again.b is not slotted.b
assert pickle.loads(pickle.dumps(slotted)).b == [2]
assert WithState().__reduce_ex__(2)[2] is None
assert Arguments().__reduce_ex__(2)[1] == (Arguments, 1)
assert object().__reduce_ex__(2)[2] is None
assert memoryview(b"x").__reduce_ex__ is not None
for error in (ValueError("x"), OSError(2, "no"), KeyError(1)):
    assert copy.copy(error).args == error.args
print("ok")
