"""The callback of a weak reference is weakref.finalize of the host

Technique: ref.__callback__ of a finaliser's reference is the finaliser, whose peek() gives function and arguments
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    import weakref

    callbacks = []
    for reference in weakref.getweakrefs(host_instance):
        try:
            callbacks.append(reference.__callback__)
        except AttributeError as error:
            refusal = error
    found = [callback.peek()[2] for callback in callbacks if hasattr(callback, "peek")]
    if not found:
        raise refusal
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
