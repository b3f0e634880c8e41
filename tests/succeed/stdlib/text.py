"""Text modules do real work in a guest: re, string, textwrap, difflib, html, shlex, codecs, unicodedata."""

import base64
import binascii
import codecs
import colorsys
import difflib
import fnmatch
import html
import re
import shlex
import string
import textwrap
import unicodedata
import urllib.parse
from html.parser import HTMLParser

WORDS = re.compile(r"(?P<first>\w)(?P<rest>\w*)", re.UNICODE)
assert WORDS.sub(lambda m: m["first"].upper() + m["rest"], "ätna und vesuv") == "Ätna Und Vesuv"
assert re.findall(r"(?<=\$)\d+(?:\.\d\d)?", "$12.50, 7, $3") == ["12.50", "3"]
assert re.split(r"\s*[;,]\s*", "a , b;c") == ["a", "b", "c"]
assert re.fullmatch(r"(?x) ( [0-9]{4} ) - ( [0-9]{2} )  # year, month", "2024-05").groups() == ("2024", "05")
try:
    re.compile("(unclosed")
except re.error as error:
    assert "unterminated subpattern" in str(error)
else:
    raise AssertionError("a broken pattern was compiled")

assert string.Template("$who owes ${what}").substitute(who="Ann", what="5") == "Ann owes 5"
assert string.capwords("the quick  fox") == "The Quick Fox"
assert string.Formatter().vformat("{0:>5}|{x!r}", ("ab",), {"x": "y"}) == "   ab|'y'"

paragraph = "The kernel refuses what the table does not know. " * 3
wrapped = textwrap.fill(paragraph, 40, initial_indent="* ", subsequent_indent="  ")
assert max(map(len, wrapped.splitlines())) <= 40 and wrapped.startswith("* The")
assert textwrap.dedent("    a\n      b\n") == "a\n  b\n"
assert textwrap.shorten("one two three four", 12) == "one [...]"

diff = list(difflib.unified_diff(["a\n", "b\n", "c\n"], ["a\n", "B\n", "c\n"], "old", "new"))
assert diff[:2] == ["--- old\n", "+++ new\n"] and "-b\n" in diff and "+B\n" in diff
assert difflib.get_close_matches("appel", ["ape", "apple", "peach"])[0] == "apple"
assert difflib.SequenceMatcher(None, "abcd", "bcde").ratio() == 0.75

assert html.escape('<a href="x">&') == "&lt;a href=&quot;x&quot;&gt;&amp;"
assert html.unescape("&lt;caf&eacute;&#33;") == "<café!"


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]


links = Links()
links.feed("<p><a href='/one'>1</a> <a class=x href=\"/two?a=1&amp;b=2\">2</a></p>")
assert links.links == ["/one", "/two?a=1&b=2"]

assert shlex.split('cp \'a file\' "b\\"c" d\\ e') == ["cp", "a file", 'b"c', "d e"]
assert shlex.quote("it's") == "'it'\"'\"'s'"
assert shlex.join(["a b", "c"]) == "'a b' c"

assert "grüße".encode("cp037").decode("cp037") == "grüße"
assert "日本".encode("shift_jis") == b"\x93\xfa\x96{"
assert codecs.encode("Hello", "rot13") == "Uryyb"
assert codecs.lookup("UTF8").name == "utf-8"
assert "bücher.example".encode("idna") == b"xn--bcher-kva.example"
codecs.register_error("objcap-test", lambda error: ("*" * (error.end - error.start), error.end))
assert "aäöb".encode("ascii", "objcap-test") == b"a**b"
decoder = codecs.getincrementaldecoder("utf-8")()
assert decoder.decode(b"\xc3") + decoder.decode(b"\xa9", True) == "é"
try:
    "x".encode("no-such-codec")
except LookupError as error:
    assert "no-such-codec" in str(error)
else:
    raise AssertionError("an unknown codec was found")

assert (
    unicodedata.name("é")
    == "LATIN SMALL LETTER E WITH ACUTE"
    == unicodedata.name("\N{LATIN SMALL LETTER E WITH ACUTE}")
)
assert unicodedata.normalize("NFD", "é") == "e\u0301"

assert base64.b64decode(base64.b64encode(b"objcap")) == b"objcap"
assert base64.b85decode(base64.b85encode(b"\0\xff" * 5)) == b"\0\xff" * 5
assert (
    binascii.crc32(b"objcap") == 0xFFFFFFFF & binascii.crc32(b"objcap")
    and binascii.unhexlify("00ff") == b"\0\xff"
)
assert fnmatch.filter(["a.py", "b.txt"], "*.py") == ["a.py"]
assert colorsys.rgb_to_hsv(1.0, 0.0, 0.0) == (0.0, 1.0, 1.0)

parts = urllib.parse.urlsplit("https://user@example.org:8080/a/b?x=1&y=%20#frag")
assert (parts.hostname, parts.port, parts.path) == ("example.org", 8080, "/a/b")
assert urllib.parse.parse_qs(parts.query) == {"x": ["1"], "y": [" "]}
assert urllib.parse.urljoin("http://a/b/c", "../d") == "http://a/d"
assert urllib.parse.urlencode({"q": "ä b"}) == "q=%C3%A4+b"
print("ok")
