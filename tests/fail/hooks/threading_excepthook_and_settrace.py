"""threading puts a trace function into every thread

Technique: threading.settrace and a thread
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or RuntimeError or AttributeError or PermissionError
"""

try:
    import threading

    events = []
    threading.settrace(lambda frame, event, argument: events.append(frame.f_builtins))
    thread = threading.Thread(target=len, args=("",))
    thread.start()
    thread.join()
    threading.settrace(None)
    loot = events[0]["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
