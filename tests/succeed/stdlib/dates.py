"""Dates and times: datetime, calendar, time, zoneinfo without data, and text from strptime."""

import calendar
import datetime
import locale
import time
import zoneinfo
from datetime import UTC, date, timedelta, timezone

moment = datetime.datetime(2024, 2, 28, 23, 30, tzinfo=UTC)
assert (moment + timedelta(hours=24, minutes=45)).isoformat() == "2024-03-01T00:15:00+00:00"
assert datetime.datetime.fromisoformat("2024-02-28T23:30:00Z") == moment
assert moment.astimezone(timezone(timedelta(hours=-5))).hour == 18
assert datetime.datetime.strptime("03 Mar 2021 14:05", "%d %b %Y %H:%M") == datetime.datetime(
    2021, 3, 3, 14, 5
)
assert moment.strftime("%A %d.%m.%y") == "Wednesday 28.02.24"
assert date(2024, 1, 1).isocalendar() == (2024, 1, 1) and (date(2024, 3, 1) - date(2024, 2, 1)).days == 29
assert datetime.datetime.fromtimestamp(0, UTC).year == 1970
assert abs(datetime.datetime.now(UTC).timestamp() - time.time()) < 5

assert calendar.monthrange(2024, 2) == (3, 29) and calendar.isleap(2000)
assert calendar.TextCalendar().formatmonth(2024, 2).splitlines()[0].strip() == "February 2024"
assert calendar.timegm((1970, 1, 2, 0, 0, 0)) == 86400

started = time.monotonic()
time.sleep(0.01)
assert time.monotonic() - started >= 0.009 and time.perf_counter_ns() > 0
assert time.strptime("2020-07-04", "%Y-%m-%d").tm_yday == 186
assert time.strftime("%Y", time.gmtime(0)) == "1970"
for name in ("clock_settime", "tzset", "pthread_getcpuclockid"):
    assert not hasattr(time, name), name

assert locale.setlocale(locale.LC_ALL) == "C" and locale.localeconv()["decimal_point"] == "."
assert locale.format_string("%.2f", 1234.5) == "1234.50"
try:
    locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
except locale.Error:
    pass
else:
    raise AssertionError("the locale of the process was changed")

# Without a path to the data, keys are refused as on a machine that has none.
assert zoneinfo.TZPATH == ()
try:
    zoneinfo.ZoneInfo("Europe/Paris")
except zoneinfo.ZoneInfoNotFoundError:
    pass
else:
    raise AssertionError("zone data was read")
assert zoneinfo.available_timezones() == set()
print("ok")
