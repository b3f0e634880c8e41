"""io: streams in memory, text over bytes, a guest's own raw stream, the ABCs; tempfile's spooled file."""

import io
import sys
import tempfile
import zipfile

text = io.StringIO("one\ntwo\r\nthree", newline=None)
assert text.readlines() == ["one\n", "two\n", "three"] and text.seek(0) == 0 and text.read(3) == "one"
data = io.BytesIO(b"abc")
data.seek(0, io.SEEK_END)
data.write(b"def")
assert data.getvalue() == b"abcdef" and bytes(data.getbuffer()[2:4]) == b"cd"

wrapper = io.TextIOWrapper(io.BytesIO(), encoding="utf-16", newline="\n", write_through=True)
print("ünï", 5, file=wrapper)
wrapper.flush()
wrapper.seek(0)
assert (
    wrapper.read() == "ünï 5\n"
    and wrapper.encoding == "utf-16"
    and wrapper.detach().getvalue()[:2] in (b"\xff\xfe", b"\xfe\xff")
)


class Slow(io.RawIOBase):
    """Gives one byte at a time."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self.content[self.at : self.at + 1]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)


buffered = io.BufferedReader(Slow(b"line one\nline two\n"), buffer_size=4)
assert (
    buffered.readline() == b"line one\n" and buffered.peek(1)[:1] == b"l" and buffered.read() == b"line two\n"
)
assert [line for line in io.TextIOWrapper(io.BufferedReader(Slow("é\nü".encode())), "utf-8")] == ["é\n", "ü"]
sink = io.BytesIO()
writer = io.BufferedWriter(sink, 4)
writer.write(b"123456")
writer.flush()
assert sink.getvalue() == b"123456"
both = io.BufferedRandom(io.BytesIO(b"hello world"))
both.seek(6)
both.write(b"guest")
both.seek(0)
assert both.read() == b"hello guest"
try:
    io.BytesIO().fileno()
except io.UnsupportedOperation as error:
    assert isinstance(error, OSError) and isinstance(error, ValueError)
else:
    raise AssertionError("a stream in memory has a descriptor")
closed = io.StringIO()
closed.close()
try:
    closed.read()
except ValueError:
    pass
else:
    raise AssertionError("a closed stream was read")

assert (
    isinstance(text, io.TextIOBase)
    and isinstance(data, io.BufferedIOBase)
    and isinstance(buffered, io.IOBase)
)
assert (
    isinstance(wrapper, io.TextIOBase)
    and issubclass(io.FileIO, io.RawIOBase)
    and not isinstance(data, io.RawIOBase)
)
decoder = io.IncrementalNewlineDecoder(None, translate=True)
assert decoder.decode("a\r") + decoder.decode("\nb", final=True) == "a\nb"

with tempfile.SpooledTemporaryFile(max_size=100) as spooled:
    spooled.write(b"x" * 10)
    spooled.seek(0)
    assert spooled.read() == b"x" * 10
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
    made.writestr("a/b.txt", "content " * 50)
with zipfile.ZipFile(archive) as made:
    assert made.namelist() == ["a/b.txt"] and made.read("a/b.txt").startswith(b"content")

saved, sys.stdout = sys.stdout, io.StringIO()
try:
    print("captured", end="")
    assert sys.stdout.getvalue() == "captured"
finally:
    sys.stdout = saved
print("ok")
