"""The code of a host function runs elsewhere

Technique: FunctionType with the host's code and globals of the guest's, so that its calls reach the
  guest's names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    class Json:
        @staticmethod
        def dumps(value):
            return "called by the host's code: " + value

    loot = types.FunctionType(host_dump.__code__, {"json": Json})("x")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
