"""Names the descriptor types by what has not been replaced.

The guards turn the member descriptors of functions into other descriptors, and
types takes its names from functions.
"""

MemberDescriptorType = type(property.fget)
GetSetDescriptorType = type(type.__dict__["__abstractmethods__"])

if "__getattr__" in globals():  # 3.13

    def __getattr__(name: str) -> type:
        """Find CapsuleType in a module that a guest has: the stdlib takes it from _socket."""
        if name == "CapsuleType":
            import unicodedata

            return type(unicodedata._ucnhash_CAPI)
        raise AttributeError(f"module 'types' has no attribute {name!r}")


def coroutine(func):
    """Make a generator function awaitable.

    The stdlib sets a flag in a copy of the function's code object; copies of code
    objects are refused, since their bytecode can be any. So the generator is wrapped,
    as the stdlib does with generators that C code makes.
    """
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if func.__class__ is FunctionType and func.__code__.co_flags & 0x180:
        return func

    import _collections_abc
    import functools

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        made = func(*args, **kwargs)
        if made.__class__ is CoroutineType:
            return made
        if isinstance(made, _collections_abc.Generator) and not isinstance(made, _collections_abc.Coroutine):
            return _GeneratorWrapper(made)
        return made

    return wrapped
