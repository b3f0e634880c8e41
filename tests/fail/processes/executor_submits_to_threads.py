"""An executor starts threads

Technique: concurrent.futures.ThreadPoolExecutor
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or ImportError
"""

try:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        loot = pool.submit(len, "abc").result()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
