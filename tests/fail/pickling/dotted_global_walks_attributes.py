"""A pickle walks attributes

Technique: STACK_GLOBAL of protocol 4 takes a dotted name and follows it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or UnpicklingError or PermissionError or ImportError
"""

try:
    import pickle

    loot = pickle.loads(b"\x80\x04\x8c\x06codecs\x8c\x0dbuiltins.open\x93\x8c\x0b/etc/passwd\x85R.").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
