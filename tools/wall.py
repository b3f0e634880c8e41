"""Write src/objcap/kernel/programs.py: python tools/wall.py

The seccomp programs are made of the tables of src/objcap/kernel/profiles.py here, and not in every process
that starts: it takes a millisecond. tests/unit/test_kernel.py says when they are stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

PROFILES = ("process", "process-bare", "zygote", "worker", "worker-fork")
# (profile, the one whose program is in force already)
STEPS = (("worker-new", "zygote"), ("worker", "worker-new"), ("worker-fork", "worker-new"))
TARGET = Path(__file__).resolve().parents[1] / "src" / "objcap" / "kernel" / "programs.py"
HEAD = '''"""Made of profiles.py and calls.py by tools/wall.py; not to be changed by hand."""

# (machine, profile): an array of struct sock_filter. "a/b": profile a, where b is in force already.
PROGRAMS = {
'''


def text() -> str:
    """The text of programs.py."""
    from objcap.kernel import bpf, calls

    lines = [HEAD]
    for machine in calls.ARCHITECTURES:
        programs = {profile: bpf.assemble(profile, machine) for profile in PROFILES}
        programs.update({f"{step}/{over}": bpf.assemble(step, machine, over) for step, over in STEPS})
        for name, program in programs.items():
            lines.append(f'    ("{machine}", "{name}"): (\n')
            for at in range(0, len(program), 24):
                text = "".join(f"\\x{byte:02x}" for byte in program[at : at + 24])
                lines.append(f'        b"{text}"\n')
            lines.append("    ),\n")
    return "".join([*lines, "}\n"])


def take_tables_of_this_checkout() -> None:
    """They are pure data, and need no objcap that is installed or built."""
    for name, folder in (("objcap", TARGET.parents[1]), ("objcap.kernel", TARGET.parent)):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


if __name__ == "__main__":
    take_tables_of_this_checkout()
    TARGET.write_text(text())
