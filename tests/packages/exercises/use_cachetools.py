"""cachetools: caches by use and by time"""

import cachetools

cache = cachetools.LRUCache(2)
for key in "abac":
    cache[key] = key.upper()
print(sorted(cache.items()), cachetools.TTLCache(2, 10, timer=lambda: 0).currsize)


@cachetools.cached({})
def double(n):
    print("once", n)
    return n * 2


print(double(2), double(2))
