"""Ways to run somebody's Python, each as its makers document it, behind one interface.

A way is made, runs pieces of source (`run` gives back what they printed), and is closed. `session` says
whether what one piece defines is there for the next; such ways also take `call`, an expression whose time
is taken from outside. A piece that fails raises. A way that is not installed raises ImportError when it is
made.

`imports` are modules that the code may import where that is the application's choice; empty: the way's
default. `limits` asks for the way's own limits on time (SECONDS) and memory (MEMORY), where it has any.
"""

import contextlib
import io
import operator
import os
import shutil
import subprocess
import sys
import sysconfig

IN_PLACE = {
    "+": "iadd",
    "-": "isub",
    "*": "imul",
    "/": "itruediv",
    "//": "ifloordiv",
    "%": "imod",
    "**": "ipow",
    "<<": "ilshift",
    ">>": "irshift",
    "&": "iand",
    "|": "ior",
    "^": "ixor",
    "@": "imatmul",
}
SECONDS = 2.0
MEMORY = 128 << 20  # bytes


class Failed(Exception):
    """The code ended with an error, or was refused."""


class Way:
    session = True
    inside = False  # does the code run in the process of the application?

    def __init__(self, imports=(), limits=False):
        self.imports = frozenset(imports)
        self.limits = limits
        self.start()

    def start(self):
        pass

    def run(self, source):
        raise NotImplementedError

    def call(self, source):
        self.run(source)

    def close(self):
        pass


class Exec(Way):
    """Plain `exec`, which holds nothing: what the others are compared with."""

    inside = True

    def start(self):
        self.names = {"__name__": "__main__"}

    def run(self, source):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "<guest>", "exec"), self.names)
        return printed.getvalue()

    def call(self, source):
        eval(source, self.names)


class Objcap(Way):
    """objcap.Sandbox."""

    def start(self):
        import objcap

        limits = {"wall": SECONDS, "memory": MEMORY} if self.limits else {"memory": None}
        path = [sysconfig.get_path("purelib")] if self.imports else []
        self.box = objcap.Sandbox(snapshots=False, path=path, **limits)

    def run(self, source):
        return self.box.run(source).stdout

    def call(self, source):
        self.box.eval(source)

    def close(self):
        self.box.close()


class Process(Way):
    """`python -I` in a process of its own, with all powers of the user."""

    session = False

    def command(self):
        return [sys.executable, "-I", "-"]

    def environment(self):
        return dict(os.environ)

    def run(self, source):
        done = subprocess.run(
            self.command(),
            input=source.encode(),
            capture_output=True,
            env=self.environment(),
            timeout=SECONDS if self.limits else None,
        )
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Failed(last[-1] if last else f"status {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


class Lockdown(Process):
    """A process that locks itself with objcap.lockdown() and then executes the source."""

    def environment(self):
        return {**super().environment(), "HOST_SECRET": getattr(sys.modules["__main__"], "HOST_SECRET", "")}

    def command(self):
        path = [sysconfig.get_path("purelib")]
        policy = f"objcap.Policy(path={path!r})" if self.imports else ""
        host = (
            "import sys, os, json\n"
            "HOST_SECRET = os.environ.pop('HOST_SECRET', '')\n"
            "def state():\n"
            "    return json.dumps, sorted(vars(int)), sys.getrecursionlimit()\n"
            "def host():\n"
            "    source = sys.stdin.read()\n"
            "    import objcap\n"
            "    before = state()\n"
            f"    objcap.lockdown({policy})\n"
            "    exec(source, {'__name__': '__main__'})\n"
            "    if state() != before:\n"
            "        print('CHANGED')\n"
            "host()"
        )
        return [sys.executable, "-I", "-c", host]


def readable():
    """What an interpreter needs to read: its own files and the system's libraries."""
    places = ["/usr", "/lib", "/lib64", sys.base_prefix, sys.prefix]
    return [place for place in dict.fromkeys(places) if os.path.exists(place)]


class Bubblewrap(Process):
    """bwrap with the interpreter's files, nothing to write to, and no network."""

    def start(self):
        self.program = shutil.which("bwrap")
        if not self.program:
            raise ImportError("bwrap is not installed")

    def command(self):
        binds = [word for place in readable() for word in ("--ro-bind", place, place)]
        walls = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
        places = ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"]
        return [self.program, *binds, *places, *walls, *super().command()]


class Sandlock(Way):
    """sandlock.Sandbox with the interpreter's files, nothing to write to, and no network."""

    session = False

    def start(self):
        import sandlock

        limits = {"max_memory": MEMORY, "max_processes": 4} if self.limits else {}
        self.box = sandlock.Sandbox(fs_readable=readable(), clean_env=True, **limits)

    def run(self, source):
        result = self.box.run([sys.executable, "-I", "-c", source], timeout=SECONDS if self.limits else 600)
        if not result.success:
            last = result.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Failed(
                last[-1] if last else f"{result.reason}, status {result.exit_code}, {result.error or ''}"
            )
        return result.stdout.decode("utf-8", "replace")


class Restricted(Way):
    """RestrictedPython with the builtins and guards that it comes with."""

    inside = True

    def start(self):
        from RestrictedPython import Eval, Guards, PrintCollector, safe_builtins, utility_builtins

        def importer(name, *rest):
            if name.partition(".")[0] not in self.imports:
                raise ImportError(f"{name} is not permitted")
            return __import__(name, *rest)

        in_place = {f"{sign}=": getattr(operator, name) for sign, name in IN_PLACE.items()}
        common = (
            "all any dict enumerate filter frozenset iter list map max min next range reversed set sorted "
            "sum super property classmethod staticmethod bytearray object"
        )
        builtins = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
        names = {name: builtins[name] for name in common.split()}
        self.collectors = []

        def collector(getattr_=None):
            self.collectors.append(PrintCollector(getattr_))
            return self.collectors[-1]

        self.names = {
            "__builtins__": {**safe_builtins, **utility_builtins, **names, "__import__": importer},
            "__name__": "__main__",
            "__metaclass__": type,
            "_getattr_": Guards.safer_getattr,
            "_getitem_": Eval.default_guarded_getitem,
            "_getiter_": Eval.default_guarded_getiter,
            "_inplacevar_": lambda sign, left, right: in_place[sign](left, right),
            "_iter_unpack_sequence_": Guards.guarded_iter_unpack_sequence,
            "_unpack_sequence_": Guards.guarded_unpack_sequence,
            "_write_": Guards.full_write_guard,
            "_apply_": lambda function, *args, **keywords: function(*args, **keywords),
            "_print_": collector,
        }

    def run(self, source):
        from RestrictedPython import compile_restricted

        self.collectors.clear()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile_restricted(source, "<guest>", "exec"), self.names)
        return printed.getvalue() + "".join(collector() for collector in self.collectors)

    def call(self, source):
        from RestrictedPython import compile_restricted

        eval(compile_restricted(source, "<guest>", "eval"), self.names)


class Asteval(Way):
    """asteval's interpreter of syntax trees."""

    inside = True

    def start(self):
        from asteval import Interpreter

        self.printed = io.StringIO()
        more = {"config": {"import": True, "importfrom": True}} if self.imports else {}
        self.interpreter = Interpreter(writer=self.printed, err_writer=io.StringIO(), **more)
        self.interpreter.symtable["__name__"] = "__main__"

    def run(self, source):
        self.printed.seek(0)
        self.printed.truncate()
        outside = io.StringIO()
        with contextlib.redirect_stdout(outside):
            self.interpreter(source)
        if self.interpreter.error:
            raise Failed(
                "; ".join(
                    str(error.get_error()[1]).strip().splitlines()[-1] for error in self.interpreter.error
                )
            )
        return self.printed.getvalue() + outside.getvalue()

    def call(self, source):
        self.interpreter(source)
        if self.interpreter.error:
            raise Failed(str(self.interpreter.error[0].get_error()))


class Smolagents(Way):
    """smolagents' LocalPythonExecutor."""

    inside = True

    def start(self):
        from smolagents.local_python_executor import LocalPythonExecutor

        limits = {"timeout_seconds": int(SECONDS)} if self.limits else {"timeout_seconds": None}
        self.executor = LocalPythonExecutor(sorted(self.imports), **limits)
        self.executor.send_tools({})
        self.executor.send_variables({"__name__": "__main__"})

    def run(self, source):
        outside = io.StringIO()
        with contextlib.redirect_stdout(outside):
            logs = self.executor(source).logs
        return logs + outside.getvalue()

    def call(self, source):
        self.executor(source)


class Monty(Way):
    """pydantic-monty, an interpreter of its own in a worker process."""

    def start(self):
        from pydantic_monty import CollectString, Monty

        self.pool = Monty()
        self.pool.__enter__()
        limits = {"limits": {"max_feed_duration_secs": SECONDS, "max_memory": MEMORY}} if self.limits else {}
        self.collect = CollectString
        self.session_ = self.pool.checkout(**limits)
        self.live = self.session_.__enter__()

    def run(self, source):
        printed = self.collect()
        self.live.feed_run(source, print_callback=printed)
        return printed.output

    def call(self, source):
        self.live.feed_run(source)

    def close(self):
        with contextlib.suppress(Exception):
            self.session_.__exit__(None, None, None)
        with contextlib.suppress(Exception):
            self.pool.__exit__(None, None, None)


class Safepyrun(Way):
    """safepyrun's RunPython, which checks syntax trees and audit events."""

    inside = True

    def start(self):
        import asyncio

        from safepyrun import RunPython

        self.asyncio = asyncio
        self.names = {"__name__": "__main__"}
        more = {"ban_defs": False} if self.imports else {}
        self.python = RunPython(g=self.names, ok_dests=[], **more)

    def run(self, source):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            value = self.asyncio.run(self.python(source))
        return printed.getvalue() + ("" if value is None else str(value))

    def call(self, source):
        self.run(source)


WAYS = {
    "objcap": Objcap,
    "objcap.lockdown": Lockdown,
    "exec": Exec,
    "subprocess": Process,
    "bubblewrap": Bubblewrap,
    "sandlock": Sandlock,
    "RestrictedPython": Restricted,
    "asteval": Asteval,
    "smolagents": Smolagents,
    "pydantic-monty": Monty,
    "safepyrun": Safepyrun,
}
