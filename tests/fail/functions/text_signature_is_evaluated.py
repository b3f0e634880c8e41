"""A text signature is evaluated among the modules

Technique: inspect.signature of a callable whose __text_signature__ names a global of __main__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import inspect

    class Fake:
        def __call__(self):
            pass

    loot = inspect._signature_fromstr(inspect.Signature, Fake(), "(x=__main__.TOKEN)").parameters["x"].default
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
