"""python -m objcap: see _cli.py."""

import sys

from objcap._cli import main

if __name__ == "__main__":
    sys.exit(main())
