"""pytz: fixed offsets and UTC; zones are read from files

Refused: its zones are files of data; UTC and fixed offsets work (`zoneinfo` and `dateutil` have the same bounds)
"""

import datetime

import pytz

noon = datetime.datetime(2024, 7, 1, 12, tzinfo=pytz.utc)
print(noon, noon.astimezone(pytz.FixedOffset(90)), pytz.utc.zone)
print(pytz.timezone("Europe/Vienna").localize(datetime.datetime(2024, 7, 1, 12)))
