"""The format method is reached by another name

Technique: str.format fetched by a C callable and called through map and attrgetter
Versions: 3.11 3.12 3.13
Origin: Jinja2 CVE-2016-10745, CVE-2019-10906, CVE-2024-56326, CVE-2025-27516
Expected: AttributeError
Harness: host
"""

try:
    import operator

    loot = next(map(operator.attrgetter("format")("{0.__globals__[HOST_SECRET]}"), [host_function]))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
