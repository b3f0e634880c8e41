"""A refused module may be supplied as a .py of its name on the permitted path.

Options: --path {here}/permitted
"""

import socket

assert socket.ANSWER == "from the permitted path", socket
assert socket.__file__.endswith("permitted/socket.py")
