"""The guest's asyncio: the stdlib's tasks, futures, locks, queues and streams.

The submodules are the stdlib's own. Only what reaches the system is left out:
the Unix event loop with its selectors, and sockets and subprocesses, which the
submodules name at import and get lent for that moment (see `_importer.LENT`).
"""

from . import (
    _guest_events,
    base_events,
    coroutines,
    events,
    exceptions,
    futures,
    locks,
    protocols,
    queues,
    runners,
    streams,
    subprocess,
    taskgroups,
    tasks,
    threads,
    timeouts,
    transports,
)
from ._guest_events import *
from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .protocols import *
from .queues import *
from .runners import *
from .streams import *
from .subprocess import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .transports import *

__all__: tuple[str, ...] = sum(
    (
        tuple(module.__all__)
        for module in (
            base_events,
            coroutines,
            events,
            exceptions,
            futures,
            locks,
            protocols,
            runners,
            queues,
            streams,
            subprocess,
            tasks,
            taskgroups,
            threads,
            timeouts,
            transports,
            _guest_events,
        )
    ),
    (),
)
