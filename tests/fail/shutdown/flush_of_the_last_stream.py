"""The standard streams are flushed at the end

Technique: C calls the flush of whatever sys.stdout is, after the program and after atexit
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import sys


class Out:
    """A stream that is flushed when the interpreter ends."""

    def __init__(self, stream):
        self.stream = stream
        self.fetch = __import__

    def write(self, text):
        """Pass it on."""
        return self.stream.write(text)

    def flush(self):
        """Called by C at the end."""
        self.stream.flush()
        if self.armed:
            self.armed = False
            try:
                self.fetch("os").system("echo ESCAPED: the flush of the last stream started a process")
            except PermissionError:
                pass  # else the status would be python's 120 for a failed flush

    armed = False


sys.stdout = Out(sys.stdout)
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
Out.armed = True
