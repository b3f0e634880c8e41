"""A symbolic link in the script's folder leads to a file elsewhere

Technique: the folder of the script (a clone, an unpacked archive) holds a link to another folder; a loader made for a
  module behind it shows the source
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""


class NoEffect(Exception):
    """Nothing was found behind the link."""


try:
    import importlib.util
    import os.path
    import sys

    sys.path.insert(
        0, os.path.dirname(globals().get("__file__", ""))
    )  # plain Python is isolated from it here; a guest has it
    spec = importlib.util.find_spec("anywhere")
    inner = None if spec is None else importlib.util.find_spec("anywhere.wordcount")
    if inner is None:
        raise NoEffect("the link leads nowhere")
    text = inner.loader.get_source("anywhere.wordcount")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: read {len(text)} characters of a file outside")
