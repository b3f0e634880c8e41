"""importlib's helper for .pyc makes code of bytes

Technique: _bootstrap_external._compile_bytecode unmarshals what it is given
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    from importlib import _bootstrap_external as external

    data = external._code_to_hash_pyc(compile("1 + 41", "x", "eval"), b"12345678")
    loot = eval(external._compile_bytecode(memoryview(data)[16:], "x"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
