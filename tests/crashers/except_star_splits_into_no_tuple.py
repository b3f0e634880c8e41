"""except* takes what a group's split() gives for a tuple

Object: fixed in 3.12.9 and 3.13.2 (CVE-2025-22153)
Crashes: 3.11 3.12 3.13
Under objcap: crashes
"""


class Group(ExceptionGroup):
    def split(self, kind):
        return [ValueError, TypeError]


class Odd(ExceptionGroup):
    def split(self, kind):
        return 7


for kind in (Group, Odd):
    try:
        try:
            raise kind("g", [ValueError()])
        except* ValueError:
            pass
    except TypeError:
        pass
