# Clocks by id: the C functions take any id, and ids made from a process number read
# the CPU time of that process (seen). The capability knows the clocks that mean this
# process or the machine.

from _objcap_guest import clock as _clock
from _objcap_guest import clock_resolution as _clock_resolution


def clock_gettime(clk_id, /):
    """Return the time of that clock, in seconds."""
    return _clock(clk_id) / 10**9


def clock_gettime_ns(clk_id, /):
    """Return the time of that clock, in nanoseconds."""
    return _clock(clk_id)


def clock_getres(clk_id, /):
    """Return the resolution of that clock, in seconds."""
    return _clock_resolution(clk_id) / 10**9
