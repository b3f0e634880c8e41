"""uuid1 and getnode without the machine's address: the stdlib asks programs and files for it."""

_GETTERS = []  # getnode falls back to a random one
