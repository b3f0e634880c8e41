"""A guest's asynchronous generator sees who drives it

Technique: ag_frame.f_back while the host calls send on asend()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError
Harness: host
"""

try:
    found = []

    async def numbers():
        found.append(generator.ag_frame.f_back.f_locals["key"])
        yield 1

    generator = numbers()
    try:
        host_caller(generator.asend(None).send, None)
    except StopIteration:
        pass
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
