"""The object behind a proxy is fetched

Technique: attributes of the proxy that Python code keeps its state in
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: caps
"""

try:
    got = reader._target
    got.write("a", "written")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
