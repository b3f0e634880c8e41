"""Runs a file in a sandbox, as its `__main__`, and prints what it prints: file_in_a_worker.py FILE"""

import sys
from pathlib import Path

import objcap

with objcap.Sandbox(memory=None, snapshots=False) as box:
    print(box.run(Path(sys.argv[1]).read_text(encoding="utf-8")).stdout, end="")
