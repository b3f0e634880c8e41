"""calendar changes the locale of the process

Technique: LocaleTextCalendar sets the locale for a while
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or Error or NoEffect or ValueError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import calendar

    seen = []
    with calendar.different_locale("C.UTF-8"):
        import locale

        seen.append(locale.setlocale(locale.LC_TIME))
    if seen != ["C.UTF-8"]:
        raise NoEffect(f"the locale is {seen}")
    loot = seen
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
