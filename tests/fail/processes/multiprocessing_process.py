"""multiprocessing starts a worker

Technique: the fork context
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=len, args=("",))
    process.start()
    process.join()
    loot = process.exitcode
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
