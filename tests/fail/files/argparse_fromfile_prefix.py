"""Arguments are read from a file

Technique: argparse with fromfile_prefix_chars
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: SystemExit or ArgumentError
"""

try:
    import argparse

    parser = argparse.ArgumentParser(fromfile_prefix_chars="@", exit_on_error=False)
    parser.add_argument("line", nargs="*")
    loot = parser.parse_args(["@/etc/hostname"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
