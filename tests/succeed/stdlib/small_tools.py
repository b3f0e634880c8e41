"""timeit, ipaddress, platform, sysconfig, gc, atexit, types of the system, code, importlib."""

import atexit
import code
import codeop
import gc
import importlib
import importlib.util
import io
import ipaddress
import mimetypes
import pkgutil
import platform
import sys
import sysconfig
import timeit

assert timeit.timeit("x + 1", "x = 1", number=1000) > 0 and timeit.repeat(lambda: None, number=10, repeat=2)
network = ipaddress.ip_network("10.0.0.0/29")
assert len(list(network.hosts())) == 6 and ipaddress.ip_address("10.0.0.3") in network
assert ipaddress.ip_address("::1").is_loopback and str(ipaddress.summarize_address_range.__name__)

assert platform.system() in ("Linux", "Darwin") and platform.python_version() == sys.version.split()[0]
assert platform.node() == "" and platform.python_implementation() == "CPython" and platform.platform()
assert (
    sysconfig.get_python_version() == f"{sys.version_info[0]}.{sys.version_info[1]}"
    and sysconfig.get_config_var("CC") is None
)
assert mimetypes.guess_type("a.html") == ("text/html", None)

assert gc.isenabled() and isinstance(gc.collect(), int)
gc.disable()
assert not gc.isenabled() and gc.enable() is None and gc.isenabled()


class Cycle:
    pass


ring = Cycle()
ring.ring = ring
del ring
assert gc.collect() >= 1

done: list[int] = []
atexit.register(done.append, 1)
atexit.unregister(done.append)
atexit.register(print, "ok")

console = code.InteractiveInterpreter({})
saved, sys.stdout = sys.stdout, io.StringIO()
try:
    assert console.runsource("1 + 1") is False and console.runsource("if x:") is True
    assert sys.stdout.getvalue() == "2\n"
finally:
    sys.stdout = saved
assert codeop.compile_command("for x in y:") is None

json = importlib.import_module("json")
assert importlib.reload(json) is json and importlib.util.find_spec("json").name == "json"
assert importlib.import_module(".decoder", "json").JSONDecoder is json.JSONDecoder
del sys.modules["json"]
again = importlib.import_module("json")
assert again is not json and again.loads("[1]") == [1]
assert pkgutil.resolve_name("json:loads") is again.loads
made = importlib.util.module_from_spec(importlib.util.spec_from_loader("made", None))
exec("x = 1", made.__dict__)
assert made.x == 1
