"""What a function returns is changed under the host

Technique: append to the list that the host goes on using
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: broker
"""

try:
    rows().append("the guest was here")
    if row_count() != 4:
        raise type("NoEffect", (Exception,), {})("the guest got a copy")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {row_count()!r:.120}")
