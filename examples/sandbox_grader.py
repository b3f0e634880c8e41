"""Grades programs of students: python examples/sandbox_grader.py

A program reads standard input and prints an answer. Each case is a fresh sandbox: a program remembers nothing
of the case before, and the answers that are expected stay in the application. The second program
looks for them, the third never ends, the fourth eats memory.
"""

import objcap

CASES = [("3 4", "7"), ("10 -2", "8"), ("0 0", "0")]
LIMITS = {"memory": "64 MiB", "cpu": 0.3, "wall": 5.0, "output": "64 kB"}

PROGRAMS = {
    "honest": "a, b = input().split()\nprint(int(a) + int(b))",
    "nosy": (
        "import sys\n"
        "frame = sys._getframe()\n"
        "while frame.f_back:\n"
        "    frame = frame.f_back\n"
        "print(frame.f_globals['CASES'])"
    ),
    "endless": "while True: pass",
    "greedy": "data = []\nwhile True: data.append(bytearray(1 << 20))",
}


def grade(source: str) -> tuple[int, str]:
    """How many cases are right, and what went wrong in the first that is not."""
    right, remark = 0, ""
    for given, expected in CASES:
        try:
            result = objcap.run(source, stdin=given, filename="answer.py", **LIMITS)
            problem = "" if result.stdout.split() == expected.split() else "a wrong answer"
        except objcap.GuestError as error:
            problem = f"{error.type}: {error.message}"
        except objcap.LimitExceeded as error:
            problem = str(error)
        except objcap.WorkerCrashed as error:
            problem = str(error)
        right += not problem
        remark = remark or problem
    return right, remark


def main() -> None:
    for name, source in PROGRAMS.items():
        right, remark = grade(source)
        print(f"{name}: {right} of {len(CASES)}{'; ' if remark else ''}{remark}")


if __name__ == "__main__":
    main()
