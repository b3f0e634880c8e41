"""A plugin that would like to know more than it should."""


def transform(text: str) -> str:
    import socket

    return text + socket.gethostname()
