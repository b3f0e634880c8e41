"""A pickler's hook takes a host function apart

Technique: reducer_override of pickle.Pickler sees every object; the default reduction of the method goes
  by getattr
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or PicklingError or ImportError or PermissionError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import io
    import pickle

    seen = []

    class Pickler(pickle.Pickler):
        def reducer_override(self, thing):
            seen.append(thing)
            return NotImplemented

    try:
        Pickler(io.BytesIO(), 4).dump(host_method)
    except (pickle.PicklingError, AttributeError, TypeError):
        pass
    loot = [thing.key for thing in seen if hasattr(thing, "key")]
    if not loot:
        raise NoEffect("no object of the host was seen")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
