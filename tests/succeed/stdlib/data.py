"""Data formats round-trip in memory: json, csv, configparser, xml, struct, zlib, tomllib."""

import array
import configparser
import csv
import gzip
import io
import json
import struct
import tomllib
import xml.etree.ElementTree as ET
import zlib

value = {"name": "Zoë", "list": [1, 2.5, None, True], "nested": {"a": []}}
assert json.loads(json.dumps(value, indent=2, sort_keys=True)) == value
assert json.dumps({"b": 1, "a": "\u2028"}, sort_keys=True) == '{"a": "\\u2028", "b": 1}'
try:
    json.loads('{"a": 1,}')
except json.JSONDecodeError as error:
    assert error.lineno == 1 and error.pos > 0
else:
    raise AssertionError("broken JSON was read")


class Point:
    def __init__(self, x: int) -> None:
        self.x = x


assert json.dumps([Point(3)], default=lambda point: point.x) == "[3]"
assert json.loads('{"x": 1}', object_pairs_hook=list) == [("x", 1)]
stream = io.StringIO()
json.dump(value, stream)
stream.seek(0)
assert json.load(stream) == value

stream = io.StringIO(newline="")
writer = csv.DictWriter(stream, ["name", "note"])
writer.writeheader()
writer.writerow({"name": "A, B", "note": 'says "hi"\nthere'})
rows = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
assert rows == [{"name": "A, B", "note": 'says "hi"\nthere'}]
assert csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter == ";"

config = configparser.ConfigParser()
config.read_string("[paths]\nroot = /srv\nlogs = %(root)s/logs\n[flags]\ndebug = yes\n")
assert config["paths"]["logs"] == "/srv/logs" and config.getboolean("flags", "debug")
stream = io.StringIO()
config.write(stream)
assert "root = /srv" in stream.getvalue()

root = ET.fromstring("<lib><book id='1'><title>Über &amp; unter</title></book><book id='2'/></lib>")
assert root.findtext("book/title") == "Über & unter"
assert [book.get("id") for book in root.iter("book")] == ["1", "2"]
assert root.find("book[@id='2']") is root[1]
ET.SubElement(root, "note", kind="x").text = "<"
ET.indent(root)
assert ET.fromstring(ET.tostring(root, encoding="unicode")).find("note").text == "<"
assert ET.tostring(ET.Element("é"), encoding="utf-8", xml_declaration=True).startswith(
    b"<?xml version='1.0' encoding='utf-8'?>"
)
tree = ET.ElementTree(root)
buffer = io.BytesIO()
tree.write(buffer, encoding="utf-8")
assert ET.parse(io.BytesIO(buffer.getvalue())).getroot().tag == "lib"
parser = ET.XMLPullParser(["end"])
parser.feed("<a><b/>")
assert [element.tag for _, element in parser.read_events()] == ["b"]
try:
    ET.fromstring("<a>")
except ET.ParseError as error:
    assert error.position[0] == 1
else:
    raise AssertionError("broken XML was read")

assert struct.unpack(">HIb", struct.pack(">HIb", 1, 2, -3)) == (1, 2, -3)
numbers = array.array("d", [1.5, 2.5])
numbers.extend([3.0])
assert sum(numbers) == 7.0 and array.array("d", numbers.tobytes()) == numbers

packed = zlib.compress(b"abc" * 1000)
assert zlib.decompress(packed) == b"abc" * 1000 and len(packed) < 100
assert gzip.decompress(gzip.compress(b"abc" * 1000)) == b"abc" * 1000
with gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b"one\ntwo\n"))) as lines:
    assert lines.readlines() == [b"one\n", b"two\n"]
assert tomllib.loads('[tool]\nname = "x"\nwhen = 2024-05-01\n')["tool"]["name"] == "x"
print("ok")
