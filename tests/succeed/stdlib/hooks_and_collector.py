"""What the hooks of sys do with wrong arguments, what gc answers, and mock_open: as on plain Python."""

import _io
import contextlib
import gc
import importlib
import io
import sys
import types
from unittest import mock

# sys's own hooks
errors = io.StringIO()
with contextlib.redirect_stderr(errors):
    assert sys.__excepthook__("no type", "no exception", None) is None
assert errors.getvalue() == "TypeError: print_exception(): Exception expected for value, str found\n"
for wrong in (types.SimpleNamespace(exc_value=None), None, ()):
    try:
        sys.__unraisablehook__(wrong)
    except TypeError as error:
        assert "UnraisableHookArgs" in str(error)
    else:
        raise AssertionError(wrong)
kept = sys.stdout
del sys.stdout
try:
    sys.__displayhook__(42)
except RuntimeError as error:
    message = str(error)
finally:
    sys.stdout = kept
assert message == "lost sys.stdout"

# gc counts the guest's own collections
before = gc.get_stats()[1]["collections"]
gc.collect(1)
assert gc.get_stats()[1]["collections"] == before + 1
gc.set_debug(0)
try:
    gc.set_debug(gc.DEBUG_SAVEALL)
except PermissionError as error:
    assert str(error).startswith("objcap:")
else:
    raise AssertionError

# unittest.mock asks _io for the streams
assert _io.TextIOWrapper is io.TextIOWrapper and _io.BufferedReader is io.BufferedReader
opened = mock.mock_open(read_data="one\ntwo\n")
with opened("name") as file:
    assert list(file) == ["one\n", "two\n"]
opened.assert_called_once_with("name")

# a closed stream has nothing left to look at
stream = io.BufferedReader(io.BytesIO(b"12"))
assert stream.peek() == b"12" and stream.read(1) == b"1"
stream.close()
try:
    stream.peek()
except ValueError:
    pass
else:
    raise AssertionError

# importlib.invalidate_caches() reaches the finders of a guest
asked = []
sys.path_importer_cache["somewhere"] = types.SimpleNamespace(invalidate_caches=lambda: asked.append(1))
importlib.invalidate_caches()
assert asked == [1]
print("ok")
