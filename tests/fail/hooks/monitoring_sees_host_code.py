"""A monitoring tool sees the code of the host

Technique: sys.monitoring, new in 3.12, calls back with the code object of every function that starts
Versions: 3.12 3.13
Origin: PEP 669
Expected: AttributeError
Harness: host
"""

try:
    import sys

    found = []
    sys.monitoring.use_tool_id(4, "guest")
    sys.monitoring.register_callback(
        4, sys.monitoring.events.PY_START, lambda code, offset: found.append(code)
    )
    sys.monitoring.set_events(4, sys.monitoring.events.PY_START)
    try:
        host_constant()
    finally:
        sys.monitoring.set_events(4, 0)
        sys.monitoring.free_tool_id(4)
    loot = [value for code in found for value in code.co_consts if "host-secret" in str(value)][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
