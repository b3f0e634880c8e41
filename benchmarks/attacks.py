"""The attacks of benchmarks.escapes: data only.

Each is a technique of a script in tests/fail, which is named, put so that any interpreter of Python may try it: a
source that prints what it gets. What counts is the effect, looked at from outside (`benchmarks.escapes` says how):

    file      the text of a file of the application's user, which lies in a temporary folder, was printed
    names     its folder was listed
    written   a file was made there
    variable  an environment variable of the application was printed
    memory    a global variable of the application was printed
    process   another program was run, and what it computed was printed
    network   a listening socket on this machine got a connection
    changed   an object, setting or variable of the application's process was changed, or a signal was sent to it
    held up   the application had no answer within seven seconds, with a limit of two asked for; or it ended

{folder} and {port} are those of the run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """One attack: its name, what it wants, the script of tests/fail that it is of, and its source."""

    name: str
    wants: str
    script: str
    source: str


CRASHERS = "tests/crashers/"  # a source that starts so is the file of that name

FRAME = """
def attempt(frame):
    while frame is not None:
        for names in (frame.f_globals, frame.f_locals):
            if 'HOST_SECRET' in names:
                print(names['HOST_SECRET'])
        frame = frame.f_back
"""

ATTACKS = (
    # ------------------------------------------------------------ by name
    Attack("open() reads", "file", "builtins/open_reads_file", "print(open('{folder}/secret.txt').read())"),
    Attack("open() writes", "written", "builtins/print_into_a_new_file",
           "file = open('{folder}/written', 'w')\nfile.write('x')\nfile.close()"),
    Attack("print() into a file", "written", "builtins/print_into_a_new_file",
           "print('x', file=open('{folder}/written', 'w'))"),
    Attack("import os, listdir", "names", "history_2007/os_listdir", "import os\nprint(os.listdir('{folder}'))"),
    Attack("import os, system", "process", "history_2007/os_system",
           "import os\nprint(os.popen('echo $((1234 * 5678))').read())"),
    Attack("import subprocess", "process", "processes/subprocess_run",
           "import subprocess\nprint(subprocess.check_output('echo $((1234 * 5678))', shell=True))"),
    Attack("import socket", "network", "processes/socket_connects",
           "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)"),
    Attack("asyncio opens a connection", "network", "processes/asyncio_opens_a_connection",
           "import asyncio\nasync def go():\n    await asyncio.open_connection('127.0.0.1', {port})\nasyncio.run(go())"),
    Attack("urllib fetches", "network", "files/robotparser_and_urlopen",
           "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}', timeout=2).read()"),
    Attack("os.environ", "variable", "environment/os_environ", "import os\nprint(dict(os.environ))"),
    Attack("posix.environ", "variable", "environment/posix_environ_dict", "import posix\nprint(posix.environ)"),
    Attack("/proc/self/environ", "variable", "environment/proc_self_environ",
           "print(open('/proc/self/environ').read())"),
    Attack("ctypes calls libc", "process", "processes/ctypes_calls_libc",
           "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.system(b'echo x > {folder}/written')\n"
           "print(open('{folder}/written').read() and 1234 * 5678)"),
    Attack("kills its parent with a signal", "changed", "processes/os_kill",
           "import os, signal\nfor pid in (os.getppid(), os.getpid()):\n    os.kill(pid, signal.SIGUSR1)"),
    # ------------------------------------------------------------ round about
    Attack("__import__ by builtins", "names", "imports/importlib_import_module",
           "print(__builtins__['__import__']('os').listdir('{folder}') if isinstance(__builtins__, dict) "
           "else __builtins__.__import__('os').listdir('{folder}'))"),
    Attack("importlib", "names", "imports/importlib_import_module",
           "import importlib\nprint(importlib.import_module('os').listdir('{folder}'))"),
    Attack("sys.modules", "names", "shared_state/main_module_of_host",
           "import sys\nprint(sys.modules['os'].listdir('{folder}'))"),
    Attack("os by another module: random", "names", "history_2007/glob_gives_os",
           "import random\nprint(random._os.listdir('{folder}'))"),
    Attack("os by another module: glob", "names", "history_2007/glob_gives_os",
           "import glob\nprint(glob.os.listdir('{folder}'))"),
    Attack("sys by another module: collections", "names", "history_2007/glob_gives_os",
           "import collections\nprint(collections._sys.modules['os'].listdir('{folder}'))"),
    Attack("builtins by codecs of json", "file", "codecs/module_attribute_builtins",
           "import json\nprint(json.codecs.builtins.open('{folder}/secret.txt').read())"),
    Attack("codecs.open", "file", "codecs/open_of_codecs",
           "import codecs\nprint(codecs.open('{folder}/secret.txt').read())"),
    Attack("io.open", "file", "constructors/io_open", "import io\nprint(io.open('{folder}/secret.txt').read())"),
    Attack("io.FileIO", "file", "constructors/fileio_of_io",
           "import io\nprint(io.FileIO('{folder}/secret.txt').readall())"),
    Attack("pathlib", "file", "files/pathlib_reads",
           "import pathlib\nprint(pathlib.Path('{folder}/secret.txt').read_text())"),
    Attack("linecache", "file", "files/linecache_reads",
           "import linecache\nprint(linecache.getlines('{folder}/secret.txt'))"),
    Attack("fileinput", "file", "files/fileinput_reads",
           "import fileinput\nprint(list(fileinput.input(['{folder}/secret.txt'])))"),
    Attack("tokenize.open", "file", "files/tokenize_open",
           "import tokenize\nprint(tokenize.open('{folder}/secret.txt').read())"),
    Attack("logging writes", "written", "files/logging_file_handler",
           "import logging\nlogging.FileHandler('{folder}/written').emit(logging.makeLogRecord({{}}))"),
    Attack("sqlite3 attaches", "written", "files/sqlite_attaches_a_file",
           "import sqlite3\nsqlite3.connect('{folder}/written').execute('create table t (x)')"),
    Attack("pickle names a function", "process", "pickling/global_opcode_imports_posix",
           "import pickle\nprint(pickle.loads(b\"csubprocess\\ngetoutput\\n(S'echo $((1234 * 5678))'\\ntR.\"))"),
    Attack("help, license, the site's printers", "file", "builtins/license_printer_reads_any_file",
           "print(type(license)('x', 'y', ['secret.txt'], ['{folder}']))"),
    Attack("the loader of builtins", "names", "builtins/loader_of_builtins_makes_posix",
           "import builtins\nprint(builtins.__loader__.load_module('posix').listdir('{folder}'))"),
    # ------------------------------------------------------------ by attributes
    Attack("subclasses of object", "names", "history_2007/file_by_object_subclasses",
           "for kind in ().__class__.__base__.__subclasses__():\n"
           "    init = getattr(kind, '__init__', None)\n"
           "    names = getattr(init, '__globals__', None)\n"
           "    if names and 'sys' in names and hasattr(names['sys'], 'modules'):\n"
           "        print(names['sys'].modules['os'].listdir('{folder}'))\n        break"),
    Attack("globals of a library's function", "names", "functions/stdlib_globals_reach_real_sys",
           "import re\nprint(re.compile.__globals__['functools'].__builtins__['__import__']('os')"
           ".listdir('{folder}'))"),
    Attack("builtins of a function of its own", "file", "functions/lambda_builtins_attribute",
           "f = lambda: 0\nprint(f.__builtins__['open']('{folder}/secret.txt').read())"),
    Attack("builtins of its own frame", "file", "frames/own_frame_f_builtins",
           "g = (g.gi_frame for _ in [1])\n"
           "print(next(g).f_builtins['open']('{folder}/secret.txt').read())"),
    Attack("__self__ of a builtin", "file", "builtins/print_self_gives_open",
           "print(print.__self__.open('{folder}/secret.txt').read())"),
    Attack("__self__ of len", "file", "builtins/print_self_gives_open",
           "print(len.__self__.open('{folder}/secret.txt').read())"),
    Attack("eval with globals of its own", "file", "builtins/eval_with_empty_globals_gives_open",
           "print(eval(\"open('{folder}/secret.txt').read()\", {{}}))"),
    Attack("a name as a subclass of str", "file", "formats/getattr_with_str_subclass",
           "class Name(str):\n    def startswith(self, *rest):\n        return False\n"
           "    def __contains__(self, other):\n        return False\n"
           "print(getattr(print, Name('__self__')).open('{folder}/secret.txt').read())"),
    Attack("attrgetter", "file", "formats/attrgetter_dotted_path",
           "import operator\nprint(operator.attrgetter('__self__.open')(len)('{folder}/secret.txt').read())"),
    Attack("full-width letters of a name", "file", "imports/name_is_full_width_unicode",
           "print(print.__\uff53elf__.open('{folder}/secret.txt').read())"),
    Attack("match looks at attributes", "file", "functions/match_statement_reads_globals",
           "match len:\n    case object(__self__=module):\n"
           "        print(module.open('{folder}/secret.txt').read())"),
    # ------------------------------------------------------------ the application's memory
    Attack("f_back from a frame of its own", "memory", "frames/own_frame_f_builtins",
           FRAME + "import sys\nattempt(sys._getframe())"),
    Attack("f_back from a traceback", "memory", "frames/caught_exception_tb_frame_f_back",
           FRAME +
           "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    attempt(error.__traceback__.tb_frame)"),
    Attack("f_back from a generator", "memory", "frames/generator_of_guest_gi_frame_f_back",
           FRAME +
           "def make():\n    attempt(g.gi_frame)\n    yield\ng = make()\nfor _ in g:\n    pass"),
    Attack("the module __main__", "memory", "shared_state/main_module_of_host",
           "import sys\nprint(sys.modules['__main__'].HOST_SECRET)"),
    Attack("import __main__", "memory", "imports/import_statement_posix",
           "import __main__\nprint(__main__.HOST_SECRET)"),
    Attack("objects of the collector", "memory", "capabilities/collector_finds_the_function",
           "import gc\nfor found in gc.get_objects():\n"
           "    if type(found) is dict and 'HOST_SECRET' in found:\n        print(found['HOST_SECRET'])"),
    Attack("memory of its own process", "memory", "files/os_open_and_read",
           "for line in open('/proc/self/maps'):\n    if '[heap]' in line or 'rw-p 00000000 00:00 0' in line:\n"
           "        a, b = [int(part, 16) for part in line.split()[0].split('-')]\n"
           "        if b - a < 1 << 26:\n            file = open('/proc/self/mem', 'rb')\n            file.seek(a)\n"
           "            data = file.read(b - a)\n            at = data.find(b'host-memory-')\n"
           "            while at >= 0:\n                print(data[at:at + 40])\n"
           "                at = data.find(b'host-memory-', at + 1)"),
    Attack("attributes by str.format", "memory", "formats/format_map_walks_host_globals",
           "import collections\n"
           "print('{0.__globals__[_sys].modules[__main__].HOST_SECRET}'.format(collections.namedtuple))"),
    # ------------------------------------------------------------ the application's objects
    Attack("a library's function is replaced", "changed", "capabilities/library_patched_under_the_host",
           "import json\njson.dumps = lambda *rest: 'mine'"),
    Attack("the table of builtins is changed", "changed", "capabilities/builtin_replaced_under_the_host",
           "import builtins\nbuiltins.mine = 1"),
    Attack("int is edited by a proxy's ==", "changed", "descriptors/mappingproxy_eq_edits_int",
           "class Evil:\n    def __eq__(self, other):\n        other['mine'] = 1\n        return True\n"
           "int.__dict__ == Evil()"),
    Attack("the recursion limit", "changed", "sys/setrecursionlimit_beyond_the_stack",
           "import sys\nsys.setrecursionlimit(sys.getrecursionlimit() + 7)"),
    Attack("a trace function", "changed", "hooks/settrace_sees_library_frames",
           "import sys\nsys.settrace(lambda *rest: None)"),
    Attack("the working directory", "changed", "environment/home_and_cwd_of_pathlib", "import os\nos.chdir('/')"),
    Attack("the environment", "changed", "environment/os_environ", "import os\nos.environ['MINE'] = '1'"),
    # ------------------------------------------------------------ holding it up, ending it
    Attack("a loop without an end", "held up", "capabilities/alarm_stops_the_host_half_way", "while True:\n    pass"),
    Attack("a loop that catches everything", "held up", "capabilities/alarm_stops_the_host_half_way",
           "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass"),
    Attack("one long operation of C", "held up", "capabilities/alarm_stops_the_host_half_way",
           "x = 7 ** (10 ** 9)"),
    Attack("a pattern that takes for ever", "held up", "capabilities/alarm_stops_the_host_half_way",
           "import re\nre.match('(a+)+$', 'a' * 40 + 'b')"),
    Attack("os._exit", "held up", "exit/os_exit_by_every_name", "import os\nos._exit(0)"),
    Attack("a use after free: bytearray", "held up", "", CRASHERS + "bytearray_index_clears_it.py"),
    Attack("a use after free: OrderedDict", "held up", "", CRASHERS + "ordereddict_cleared_by_its_own_key.py"),
    Attack("a use after free: io.BytesIO", "held up", "", CRASHERS + "bytesio_closed_by_what_it_writes.py"),
)  # fmt: skip
