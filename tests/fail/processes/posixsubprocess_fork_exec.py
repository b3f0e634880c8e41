"""The C function below subprocess

Technique: _posixsubprocess.fork_exec with its long list of arguments, taken from the module that knows
  them
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import _posixsubprocess

    import subprocess

    def fork_exec(*arguments):
        calls.append(len(arguments))
        return _posixsubprocess.fork_exec(*arguments)

    calls = []
    subprocess._fork_exec = fork_exec
    status = subprocess.Popen(["true"]).wait()
    loot = f"status {status} with {calls[0]} arguments"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
