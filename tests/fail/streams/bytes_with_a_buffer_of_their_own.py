"""Code of the guest runs inside of a write

Technique: a subclass of bytes with a __buffer__ of its own is written to the binary standard output
Versions: 3.12 3.13
Origin: PEP 688, found by the audit of 3.12
Expected: TypeError
"""

import sys

ran = []


class Bytes(bytes):
    def __buffer__(self, flags):
        ran.append("__buffer__")
        return memoryview(b"")

    def __release_buffer__(self, view):
        ran.append("__release_buffer__")


try:
    sys.stdout.buffer.write(Bytes(b"x"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {ran}")
