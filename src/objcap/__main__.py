"""python -m objcap: see _cli.py."""

import sys

# `python -m` searches the current folder first, which may be the guest's. What the
# interpreter has loaded from there by now has run; from here on nothing is.
if not sys.flags.safe_path:
    del sys.path[0]

from objcap._cli import main

if __name__ == "__main__":
    sys.exit(main())
