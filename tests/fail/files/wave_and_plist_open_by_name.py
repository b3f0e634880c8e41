"""Readers of formats open files by name

Technique: wave.open and plistlib of a file that they write
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os
    import wave

    name = "/tmp/objcap-wave-of-a-guest"
    file = wave.open(name, "wb")
    file.setnchannels(1)
    file.setsampwidth(1)
    file.setframerate(8000)
    file.writeframes(b"x")
    file.close()
    os.unlink(name)
    loot = "a file was written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
