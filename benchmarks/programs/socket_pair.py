"""Times what bare processes do over a socket pair: 32 bytes and 1 MB, there and back, buffer to buffer.

And what a builtin takes that asks the same clock as the capability of calling.py.
"""

import os
import socket
import statistics
from time import CLOCK_MONOTONIC, clock_gettime_ns, perf_counter


def receive(end: socket.socket, buffer: memoryview) -> bool:
    """Fill the buffer; False at the end."""
    while buffer:
        got = end.recv_into(buffer)
        if not got:
            return False
        buffer = buffer[got:]
    return True


for name, size, count in (("two_small_arguments", 32, 5000), ("1_MB_there_and_back", 1 << 20, 100)):
    here, there = socket.socketpair()
    buffer = memoryview(bytearray(size))
    child = os.fork()
    if child == 0:
        here.close()
        while receive(there, buffer):
            there.sendall(buffer)
        os._exit(0)
    there.close()
    times = []
    for _ in range(count):
        start = perf_counter()
        here.sendall(buffer)
        receive(here, buffer)
        times.append(perf_counter() - start)
    print(name, statistics.median(times))
    here.close()
    os.waitpid(child, 0)

times = []
for _ in range(100):
    start = perf_counter()
    for _ in range(1000):
        clock_gettime_ns(CLOCK_MONOTONIC)
    times.append((perf_counter() - start) / 1000)
print("a_clock_in_C", statistics.median(times))
