# Clocks by id: the C functions take any id, and ids made from a process number read
# the CPU time of that process (seen). Here are the clocks that mean this process.

_CLOCKS = {
    globals()[_name]: _clock
    for _name, _clock in {
        "CLOCK_REALTIME": "time",
        "CLOCK_TAI": "time",
        "CLOCK_MONOTONIC": "monotonic",
        "CLOCK_MONOTONIC_RAW": "monotonic",
        "CLOCK_BOOTTIME": "monotonic",
        "CLOCK_PROCESS_CPUTIME_ID": "process_time",
        "CLOCK_THREAD_CPUTIME_ID": "thread_time",
    }.items()
    if _name in globals() and _clock in globals()
}
_functions = {
    _name: globals()[_name] for _name in (*_CLOCKS.values(), *(f"{_c}_ns" for _c in _CLOCKS.values()))
}


def _clock_of(clk_id):
    try:
        return _CLOCKS[clk_id]
    except KeyError:
        raise OSError(22, "Invalid argument") from None


def clock_gettime(clk_id, /):
    """Return the time of that clock, in seconds."""
    return _functions[_clock_of(clk_id)]()


def clock_gettime_ns(clk_id, /):
    """Return the time of that clock, in nanoseconds."""
    return _functions[_clock_of(clk_id) + "_ns"]()


def clock_getres(clk_id, /):
    """Return the resolution of that clock, in seconds."""
    return get_clock_info(_clock_of(clk_id)).resolution
