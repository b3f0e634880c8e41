"""Times calls of a capability: two small arguments, 1 MB there and back, and a capability that is C."""

import statistics
from time import perf_counter

import objcap

add = objcap.capability(lambda a, b: a + b, name="add")
echo = objcap.capability(lambda data: data, name="echo")
clock, median = perf_counter, statistics.median
objcap.lockdown()

times = []
for _ in range(5000):
    start = clock()
    add(1, 2)
    times.append(clock() - start)
print("two_small_arguments", median(times))

data = bytes(range(256)) * 4096
times = []
for _ in range(100):
    start = clock()
    echo(data)
    times.append(clock() - start)
print("1_MB_there_and_back", median(times))

import _objcap_guest  # noqa: E402  (of the guest's: it exists from the lockdown on)

clock_of_c = _objcap_guest.clock
times = []
for _ in range(100):
    start = clock()
    for _ in range(1000):
        clock_of_c(1)
    times.append((clock() - start) / 1000)
print("a_clock_in_C", median(times))
