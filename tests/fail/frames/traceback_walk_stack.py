"""traceback walks the stack of the host

Technique: traceback.walk_stack yields frames; StackSummary captures their locals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import traceback

    summary = host_caller(
        lambda: traceback.StackSummary.extract(
            traceback.walk_stack(None), lookup_lines=False, capture_locals=True
        )
    )
    loot = [entry.locals["key"] for entry in summary if entry.locals and "key" in entry.locals]
    if not loot:
        raise NoEffect("no local of the host is listed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
