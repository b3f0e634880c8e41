"""The socket type opens a connection

Technique: _socket.socket, below the Python module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import _socket

    loot = _socket.socket(_socket.AF_UNIX).fileno()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
