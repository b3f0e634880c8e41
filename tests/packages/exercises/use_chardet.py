"""chardet: guessing encodings

Refused: its statistics are a file of data; the importer reads Python sources only
"""

import chardet

for text, encoding in (
    ("\u00e4\u00f6\u00fc " * 30, "utf-8"),
    ("\u043f\u0440\u0438\u0432\u0435\u0442 " * 30, "koi8-r"),
):
    print(chardet.detect(text.encode(encoding))["encoding"])
print(chardet.detect(b"plain text")["encoding"])
