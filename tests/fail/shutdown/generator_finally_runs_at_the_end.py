"""A suspended generator runs its finally clause at the end

Technique: the frame of a generator goes on when the generator is freed
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import os


def waiting(system):
    """Wait for the end."""
    try:
        yield
    finally:
        if system is not None:
            system("echo ESCAPED: a generator went on at the end")


generator = waiting(getattr(os, "system", None))
next(generator)
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
