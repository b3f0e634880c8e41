"""The workloads of workloads.py in a sandbox: in_a_worker.py [NAME [SCALE]]

The guest times itself and prints what workloads.py prints on bare CPython.
"""

import sys
from pathlib import Path

import objcap

source = Path(__file__).with_name("workloads.py").read_text(encoding="utf-8")
arguments = f"import sys\nsys.argv = {['workloads.py', *sys.argv[1:]]!r}\n"
with objcap.Sandbox(memory=None, snapshots=False) as box:
    box.exec(arguments)
    print(box.run(source, filename="workloads.py").stdout, end="")
