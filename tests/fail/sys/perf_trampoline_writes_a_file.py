"""The perf support writes a file

Technique: sys.activate_stack_trampoline("perf"), new in 3.12, writes /tmp/perf-PID.map
Versions: 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    sys.activate_stack_trampoline("perf")
    loot = sys.is_stack_trampoline_active()
    sys.deactivate_stack_trampoline()
    import os

    os.path.exists(f"/tmp/perf-{os.getpid()}.map") and os.unlink(f"/tmp/perf-{os.getpid()}.map")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
