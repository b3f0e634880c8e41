"""print writes to a descriptor of the guest's choice

Technique: print(file=...) with an object whose write is the posix function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import functools

    from posix import pipe, read, write

    source, target = pipe()

    class File:
        @staticmethod
        def write(text):
            write(target, text.encode())

    print("through a pipe", file=File)
    loot = read(source, 100)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
