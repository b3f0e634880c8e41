"""pyyaml: loading and dumping YAML in Python"""

import yaml

text = """
a: [1, 2.5, true, null, 2024-01-02]
b: &anchor {c: "x\\ty", d: |
    two
    lines
  }
e: *anchor
"""
text = text.replace("{c: ", "\n  c: ").replace(", d: |", "\n  d: |").replace("  }\n", "")
value = yaml.safe_load(text)
print(value, value["b"] is value["e"])
print(yaml.safe_dump({"x": [1, {"y": "z"}], "n": None}, sort_keys=True))
try:
    yaml.safe_load("!!python/object/apply:os.getcwd []")
except yaml.YAMLError as error:
    print(type(error).__name__)
