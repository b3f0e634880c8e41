"""Counts words, but for those of its own list, and remembers the result. `text` is what it is given."""

import json
import pathlib

stop = set(pathlib.Path("plugin/stop.txt").read_text().split())
cache = pathlib.Path("cache/words.json")
if cache.exists():
    counts = json.loads(cache.read_text())
    print("words: from the cache:", counts)
else:
    counts = {}
    for word in text.split():  # noqa: F821 - given by the application
        if word not in stop:
            counts[word] = counts.get(word, 0) + 1
    with open("cache/words.json", "w") as file:
        json.dump(counts, file)
    print("words: counted:", counts)
