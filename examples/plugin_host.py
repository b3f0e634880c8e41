"""An application that locks itself down before it runs its plugins.

python examples/plugin_host.py PLUGIN.py ... < TEXT

Reads all that it needs first: the text, and the source of the plugins. Then it gives its power up, for good,
and each plugin's `transform(text)` gets the text of the one before. Whatever the plugins try, they can
only compute. Two are in examples/plugins.
"""

import sys
from pathlib import Path

import objcap


def main(arguments: list[str]) -> int:
    if not arguments:
        print("usage: plugin_host.py PLUGIN.py ... < TEXT", file=sys.stderr)
        return 2
    plugins = [(name, Path(name).read_text(encoding="utf-8")) for name in arguments]
    text = sys.stdin.read()

    objcap.lockdown()

    for name, source in plugins:
        namespace: dict[str, object] = {"__name__": "plugin"}
        try:
            exec(compile(source, name, "exec"), namespace)
            text = namespace["transform"](text)
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
