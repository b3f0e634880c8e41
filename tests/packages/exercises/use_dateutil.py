"""python-dateutil: parsing dates, relative deltas, recurrence rules"""

import datetime

from dateutil import parser, rrule, tz
from dateutil.relativedelta import relativedelta

start = parser.parse("Tue 3 Jan 2023 10:15 +0200")
print(start, start.astimezone(tz.UTC), start + relativedelta(months=1, day=31, weekday=4))
days = rrule.rrule(rrule.MONTHLY, count=3, byweekday=rrule.FR(-1), dtstart=datetime.datetime(2024, 1, 1))
print([day.date().isoformat() for day in days])
print(tz.tzstr("EST5EDT").utcoffset(datetime.datetime(2024, 7, 1)))
