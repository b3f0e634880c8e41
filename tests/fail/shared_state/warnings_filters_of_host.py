"""The filters of warnings listen to the host

Technique: a filter whose pattern is an object of the guest's is matched against warnings of the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import sys
    import warnings

    class Pattern:
        def match(self, text):
            frame = sys._getframe(1)
            while frame is not None:
                if "HOST_SECRET" in frame.f_globals:
                    found.append(frame.f_globals["HOST_SECRET"])
                frame = frame.f_back
            return None

    found = []
    warnings.filters.insert(0, ("error", Pattern(), Warning, None, 0))
    warnings._filters_mutated() if hasattr(
        warnings, "_filters_mutated"
    ) else warnings._filters_mutated_lock_held()
    host_caller(warnings.warn, "x")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
