"""Old tools read pickles and files by name

Technique: lib2to3.pgen2.pgen and idlelib.run
Versions: 3.11 3.12
Origin: picklescan lists
Expected: ImportError
"""

try:
    import warnings

    warnings.simplefilter("ignore")
    import lib2to3.pgen2.pgen as pgen

    loot = pgen.ParserGenerator(pgen.__file__.replace("pgen2/pgen.py", "Grammar.txt")).dfas
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
