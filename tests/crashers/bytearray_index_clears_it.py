"""bytearray.index converts its argument, which clears the bytearray, and searches freed memory

Object: issues 142559 and 142560
Crashes: 3.11 3.12 3.13
Under objcap: crashes
"""

victim = bytearray()


class Index:
    def __index__(self):
        victim.clear()
        return 66


for _ in range(50):
    victim[:] = b"A" * 1_000_000
    victim.find(Index())
