"""A plugin: every line that ends with a colon becomes a title."""

import re


def transform(text: str) -> str:
    return re.sub(r"^(.*):$", lambda match: match[1].title() + ":", text, flags=re.MULTILINE)
