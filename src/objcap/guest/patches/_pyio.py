"""Takes the way to descriptors out of `_pyio`: its own FileIO and open call os."""

FileIO = io.FileIO
open = io.open
open_code = io.open_code

_peek = BufferedReader.peek


def peek(self, size=0, /):
    """Return buffered bytes without advancing; a closed stream has none, as in C."""
    self._checkClosed("peek of closed file")
    return _peek(self, size)


peek.__qualname__ = "BufferedReader.peek"
BufferedReader.peek = peek
del peek

# What the stdlib's io says of its C classes holds for these.
for _name in ("BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOWrapper"):
    globals()[_name].__module__ = "io"
