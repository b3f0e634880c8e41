"""BytesIO.write asks its argument for a buffer, which closes the file, and copies into what was freed

Crashes: 3.12 3.13
Under objcap: crashes
"""

import io

file = io.BytesIO(b"x" * 100)


class Data:
    def __buffer__(self, flags):
        file.close()
        return memoryview(b"A" * 5)


file.write(Data())
