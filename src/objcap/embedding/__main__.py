"""`python -m objcap.embedding`: build the embedding library."""

from __future__ import annotations

import argparse
import sys

from objcap import embedding


def main() -> int:
    """Build the library and say how a program is linked to it. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m objcap.embedding",
        description="Build libobjcap, the library for C programs that run locked Python, "
        "for this interpreter and its environment.",
    )
    parser.add_argument("folder", nargs="?", default=".", help="where to (default: here)")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the compiler's commands")
    options = parser.parse_args()
    try:
        library = embedding.build(options.folder, options.verbose)
    except ImportError as error:
        print(
            f"objcap: the embedding library needs {error.name}: pip install 'objcap[embedding]'",
            file=sys.stderr,
        )
        return 1
    except Exception as error:
        print(f"objcap: the embedding library cannot be built: {error}", file=sys.stderr)
        return 1
    folder = library.parent
    print(f"made {library}\n\n    cc program.c -o program -I{folder} {library} -Wl,-rpath,{folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
