"""Servers of the library open sockets

Technique: wsgiref.simple_server, http.server and socketserver
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import wsgiref.simple_server

    server = wsgiref.simple_server.make_server("127.0.0.1", 0, None)
    server.server_close()
    loot = server.server_port
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
