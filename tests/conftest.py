"""Puts the helpers of tests/unit on the path."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "unit"))

# The same examples in every run, and no folder of earlier ones.
settings.register_profile("objcap", deadline=None, derandomize=True, database=None)
settings.load_profile("objcap")
