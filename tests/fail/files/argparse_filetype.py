"""argparse opens files for its caller

Technique: argparse.FileType, and arguments from a file with fromfile_prefix_chars
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or ImportError or PermissionError or AttributeError or NoEffect or SystemExit or
  ArgumentError
"""

try:
    import argparse

    parser = argparse.ArgumentParser(fromfile_prefix_chars="@", exit_on_error=False)
    parser.add_argument("lines", nargs="*")
    loot = parser.parse_args(["@/etc/passwd"]).lines[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
