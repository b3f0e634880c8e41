"""Takes the way to descriptors out of `_pyio`: its own FileIO and open call os."""

FileIO = io.FileIO
open = io.open
open_code = io.open_code

# What the stdlib's io says of its C classes holds for these.
for _name in ("BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOWrapper"):
    globals()[_name].__module__ = "io"
