"""Lets doctest run without a tracer: it saves and restores the trace function of each run."""

from types import ModuleType as _ModuleType


class _Sys(_ModuleType):
    """The guest's sys, with a tracer that is never there."""

    def __getattribute__(self, name):
        if name == "gettrace":
            return lambda: None
        if name == "settrace":
            return lambda function: None
        return getattr(_sys, name)

    def __setattr__(self, name, value):
        setattr(_sys, name, value)


_sys = sys
if not hasattr(_sys, "settrace"):
    sys = _Sys("sys")
