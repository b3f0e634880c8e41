"""The trace module names files of the host

Technique: trace.Trace writes counts of every file that was run
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
Harness: host
"""

try:
    import trace

    tracer = trace.Trace(count=1, trace=0)
    tracer.runfunc(host_caller, len, "")
    loot = [name for name, line in tracer.results().counts if "host_harness" in name][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
