"""The decimal context of the host is found and changed

Technique: contextvars.copy_context() lists the variable that the host's _decimal has set; its value is the context itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: host
"""


class NoEffect(Exception):
    """The context was not found."""


try:
    import contextvars

    before = host_third()
    for listing in (
        lambda c: c.items(),
        lambda c: ((v, c[v]) for v in c),
        lambda c: zip(c.keys(), c.values()),
    ):
        for variable, value in listing(contextvars.copy_context()):
            if variable.name == "decimal_context":
                value.prec = 3
    after = host_third()
    if after == before:
        raise NoEffect("the host's precision is what it was")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: the host computes {after}")
