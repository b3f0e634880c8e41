"""atexit registers a function for the end

Technique: atexit.register, if the module can be had
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

try:
    import atexit

    @atexit.register
    def last(fetch=__import__):
        """Run at the end."""
        fetch("os").system("echo ESCAPED: atexit ran a guest function with power")

except (ImportError, AttributeError, PermissionError):
    pass

print("REFUSED: NoEffect: nothing happened at the end", flush=True)
