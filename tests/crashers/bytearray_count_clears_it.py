"""bytearray.count converts its argument, which clears the bytearray, and searches freed memory

Object: issue 142558; find, index, rfind and rindex are 142559 and 142560
Crashes: 3.11 3.12 3.13
Under objcap: crashes
"""

victim = bytearray(b"A" * 1_000_000)


class Index:
    def __index__(self):
        victim.clear()
        return 65


for _ in range(50):
    victim[:] = b"A" * 1_000_000
    victim.count(Index())
