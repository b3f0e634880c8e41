"""Counts the words of standard input: python -m objcap examples/wordcount.py [HOW MANY] < TEXT"""

import re
import sys
from collections import Counter


def main(arguments: list[str]) -> int:
    try:
        count = int(arguments[0]) if arguments else 10
    except ValueError:
        print(f"wordcount: not a number: {arguments[0]!r}", file=sys.stderr)
        return 2
    words: Counter[str] = Counter()
    lines = 0
    for line in sys.stdin:
        lines += 1
        words.update(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", line.lower()))
    print(f"{lines} lines, {words.total()} words, {len(words)} different ones")
    width = max((len(word) for word, _ in words.most_common(count)), default=0)
    for word, number in words.most_common(count):
        print(f"{word:{width}}  {number:6}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
