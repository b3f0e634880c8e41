"""tomli: reading TOML"""

import tomli

print(tomli.loads("a = 1\n[b]\nc = [1.5, 'x', 2024-01-02T03:04:05Z]\n[[d]]\ne = {f = true}\n"))
try:
    tomli.loads("a = ")
except tomli.TOMLDecodeError as error:
    print(type(error).__name__)
