"""A profiler object collects the code of the host

Technique: _lsprof.Profiler lists the code object of every function called, with its constants
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Harness: host
"""

try:
    import _lsprof

    profiler = _lsprof.Profiler()
    profiler.enable()
    host_constant()
    profiler.disable()
    codes = [entry.code for entry in profiler.getstats() if not isinstance(entry.code, str)]
    loot = [value for code in codes for value in code.co_consts if "host-secret" in str(value)][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
