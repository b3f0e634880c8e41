"""idna: domain names to ASCII and back"""

import idna

name = "b\u00fccher.example"
print(idna.encode(name), idna.decode(b"xn--bcher-kva.example"), idna.encode("\u00c4.de", uts46=True))
try:
    idna.encode("a..b")
except idna.IDNAError as error:
    print(error)
