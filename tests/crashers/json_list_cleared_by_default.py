"""The JSON encoder in C holds borrowed references to what a list held that default() clears

Crashes: 3.12 3.13
Under objcap: crashes
"""

import _json
import json.encoder


class Gone:
    pass


for count in range(1, 40):

    def default(value):
        items.clear()
        return [dict.fromkeys(range(9)) for _ in range(9)]

    items = [{f"k{number}": Gone() for number in range(count)}]
    encoder = _json.make_encoder(
        None, default, json.encoder.encode_basestring, None, ":", ",", False, False, True
    )
    encoder(items, 0)
