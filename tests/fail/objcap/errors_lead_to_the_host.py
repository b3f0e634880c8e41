"""Errors of refusals lead to what refused

Technique: traceback, context, obj, args and notes of every kind of refusal
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import sys

    errors = []
    for attempt in (
        lambda: sys._getframe(10**6),
        lambda: __import__("socket").nothing,
        lambda: __import__("os").listdir("/nothing"),
        lambda: compile("(", "/etc/passwd", "exec"),
    ):
        try:
            attempt()
        except BaseException as error:
            errors.append(error)
    seen = set()
    found = []
    while errors:
        error = errors.pop()
        if id(error) in seen:
            continue
        seen.add(id(error))
        errors += [e for e in (error.__context__, error.__cause__) if e is not None]
        trace = error.__traceback__
        while trace is not None:
            for names in (trace.tb_frame.f_globals, trace.tb_frame.f_builtins):
                for value in list(names.values()):
                    if getattr(value, "__name__", "") in ("posix", "os") and hasattr(value, "listdir"):
                        try:
                            found.append(value.listdir("/"))
                        except PermissionError as refused:
                            failure = refused
                    elif value is not None and value is names.get("open"):
                        try:
                            found.append(value("/etc/passwd").read())
                        except PermissionError as refused:
                            failure = refused
            trace = trace.tb_next
    if not found:
        raise LookupError("nothing powerful behind an error")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
