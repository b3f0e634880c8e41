"""A socket is made

Technique: socket.socketpair and a message through it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import socket

    one, two = socket.socketpair()
    one.send(b"through a socket")
    loot = two.recv(100)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
