"""Comprehensions within comprehensions are inlined, and compiling some hundred of them ends the process

Crashes: 3.12 3.13
Under objcap: crashes
"""

compile("[" * 150 + "x" + " for x in y]" * 150, "deep", "exec")
