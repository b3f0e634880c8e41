"""A pattern's code writes behind the array of its groups' marks

Technique: _sre.compile lets a MARK pass whose number is too large by two; the matcher then stores two pointers
  behind the array, which has two places for each group
Versions: 3.11 3.12 3.13
Origin: found by fuzzing the code of patterns
Expected: RuntimeError
"""

try:
    import _sre
    from re import _constants

    mark, success = int(_constants.MARK), int(_constants.SUCCESS)
    pattern = _sre.compile("x", 0, [mark, 2, mark, 3, success], 1, {}, ())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {pattern} writes 16 bytes behind an array of 16 at every match")
