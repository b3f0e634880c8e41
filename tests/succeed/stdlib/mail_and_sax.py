"""email, xml.sax and http's constants: the stdlib names sockets in them, a guest has none."""

import email
import email.message
import email.policy
import http
import http.cookies
import importlib.metadata
import sys
import xml.dom.minidom
import xml.sax
import xml.sax.saxutils

message = email.message.EmailMessage()
message["Subject"], message["To"] = "Grüße", "Zoë <zoe@example.org>"
message.set_content("Hällo\n")
message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="x.bin")
again = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
assert again["Subject"] == "Grüße" and again["To"].addresses[0].display_name == "Zoë"
assert again.get_body().get_content() == "Hällo\n"
assert [part.get_filename() for part in again.iter_attachments()] == ["x.bin"]
assert email.utils.parseaddr("A <a@b.c>") == ("A", "a@b.c")

seen: list[tuple[str, dict[str, str]]] = []


class Handler(xml.sax.ContentHandler):
    def startElement(self, name: str, attrs: xml.sax.xmlreader.AttributesImpl) -> None:
        seen.append((name, dict(attrs)))


xml.sax.parseString("<a x='1'><b/></a>", Handler())
assert seen == [("a", {"x": "1"}), ("b", {})] and xml.sax.saxutils.escape("<&>") == "&lt;&amp;&gt;"
document = xml.dom.minidom.parseString("<a><b>text</b></a>")
assert document.getElementsByTagName("b")[0].firstChild.data == "text"
entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
assert xml.dom.minidom.parseString(entity).documentElement.toxml() == "<a/>"

assert http.HTTPStatus(404).phrase == "Not Found" and http.cookies.SimpleCookie("a=1")["a"].value == "1"
try:
    importlib.metadata.version("pip")
except importlib.metadata.PackageNotFoundError:
    pass
else:
    raise AssertionError("the installation was read")
assert not {"socket", "urllib.request"} & set(sys.modules)
print("ok")
