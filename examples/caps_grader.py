"""Grades programs of students on input files: python examples/caps_grader.py

The exercise: read `input.csv` with the columns name and points, and write `answer.txt`, a line "NAME MEAN"
for each name, in the order of the alphabet. A program runs once for each case of examples/caps_grader, in a
sandbox of its own: it has the input to read, a folder of at most 4,096 bytes to write, and limits on memory
and time. The answers that are expected stay in the application. Clock and seed are fixed: a program that
guesses guesses the same each time.

The first program is right and the second is wrong; the others attack.
"""

import tempfile
from pathlib import Path

import objcap
from objcap import caps

CASES = sorted((Path(__file__).resolve().parent / "caps_grader").glob("case*"))
LIMITS = {"memory": "64 MiB", "cpu": 0.5, "wall": 10.0, "output": "64 kB", "snapshots": False}

PROGRAMS = {
    "honest": """
import csv

points = {}
with open("input.csv", newline="") as file:
    for row in csv.DictReader(file):
        points.setdefault(row["name"], []).append(int(row["points"]))
with open("answer.txt", "w") as file:
    for name in sorted(points):
        print(name, sum(points[name]) / len(points[name]), file=file)
""",
    "wrong": """
with open("input.csv") as file, open("answer.txt", "w") as answer:
    for line in file:
        print(*line.split(","), file=answer)
""",
    "nosy": "open('answer.txt', 'w').write(open('../expected.txt').read())",
    "climber": """
import sys
frame = sys._getframe()
while frame.f_back:
    frame = frame.f_back
print(frame.f_globals["CASES"])
""",
    "forger": "open('input.csv', 'w').write('name,points\\n')",
    "half": """
file = open("answer.txt", "w")
file.write("ann 1.0\\n")
file.flush()
raise ValueError("what is written half is not handed in")
""",
    "endless": "while True: pass",
    "greedy": "data = []\nwhile True: data.append(bytearray(1 << 20))",
    "filler": "with open('answer.txt', 'w') as file:\n    while True: file.write('x' * 1000)",
}


def answer(source: str, case: Path) -> tuple[str, str]:
    """What a program writes for a case, and what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        written = caps.Directory(name, write=True, create=True, quota_bytes=4096, quota_files=1)
        places = {"/": written, "/input.csv": caps.File(case / "input.csv")}
        problem = ""
        with objcap.Sandbox(
            grant={"open": caps.as_open(places)}, clock=caps.Clock(fixed=0), seed=1, **LIMITS
        ) as box:
            try:
                box.run(source, filename="answer.py")
            except objcap.GuestError as error:
                problem = f"{error.type}: {error.message}"
            except (objcap.LimitExceeded, objcap.WorkerCrashed) as error:
                problem = str(error)
        handed_in = Path(name, "answer.txt")
        return (handed_in.read_text() if handed_in.exists() else ""), problem


def grade(source: str) -> tuple[int, str]:
    """How many cases are right, and what went wrong in the first that is not."""
    right, remark = 0, ""
    for case in CASES:
        text, problem = answer(source, case)
        if not problem and text != (case / "expected.txt").read_text():
            problem = "a wrong answer" if text else "no answer"
        right += not problem
        remark = remark or problem
    return right, remark


def main() -> None:
    for name, source in PROGRAMS.items():
        right, remark = grade(source)
        print(f"{name}: {right} of {len(CASES)}{'; ' if remark else ''}{remark}")


if __name__ == "__main__":
    main()
