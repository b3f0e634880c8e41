"""A formatter of the string module walks attributes

Technique: string.Formatter().vformat and a subclass of Formatter
Versions: 3.11 3.12 3.13
Origin: RestrictedPython CVE-2023-41039
Expected: AttributeError
Harness: host
"""

try:
    import string

    class Guest(string.Formatter):
        def get_value(self, key, args, kwargs):
            return host_function

    loot = Guest().vformat("{x.__globals__[HOST_SECRET]}", (), {})
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
