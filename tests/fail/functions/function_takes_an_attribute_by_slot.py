"""A guest sets an attribute of a host function by slot wrappers

Technique: object.__setattr__, the wrapper of the function's type, and setattr called by C on a frame of the host
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError or TypeError
Harness: host
"""

try:
    errors = []
    for way in (
        lambda: object.__setattr__(host_trusts, "trusted", "by the guest"),
        lambda: type(host_trusts).__setattr__(host_trusts, "trusted", "by the guest"),
        lambda: host_list_consume(map(setattr, [host_trusts], ["trusted"], ["by the guest"])),
        lambda: host_trusts.__dict__.update(trusted="by the guest"),
    ):
        try:
            way()
        except (AttributeError, TypeError) as error:
            errors.append(error)
    loot = host_trusts()
    if not loot:
        raise errors[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
