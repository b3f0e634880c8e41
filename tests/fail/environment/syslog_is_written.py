"""The system log is written to

Technique: syslog.syslog
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: syslog
"""

try:
    import syslog

    syslog.syslog(syslog.LOG_DEBUG, "objcap test")
    loot = "a line in the system log"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
