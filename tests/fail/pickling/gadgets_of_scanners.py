"""Pickles name functions that scanners have missed

Technique: every gadget of the published lists, tried one after the other
Versions: 3.11 3.12 3.13
Origin: picklescan and fickling advisories
Expected: ImportError
"""

try:
    import pickle

    gadgets = """
    posix.listdir os.listdir nt.listdir builtins.open io.open _io.open io.FileIO _pyio.open codecs.open pathlib.Path.iterdir
    subprocess.getoutput subprocess.Popen commands.getoutput pty.spawn pydoc.pipepager pydoc.locate timeit.timeit pdb.run
    profile.run cProfile.run trace.Trace bdb.Bdb code.InteractiveInterpreter asyncio.unix_events._UnixSubprocessTransport
    ctypes.CDLL _ctypes.dlopen imaplib.IMAP4_stream socket.socket _socket.socket ftplib.FTP smtplib.SMTP http.client.HTTPConnection
    urllib.request.urlopen webbrowser.open shutil.copyfile shutil.rmtree tempfile.mkdtemp sqlite3.connect runpy.run_path
    runpy._run_code importlib.import_module importlib._bootstrap._load lib2to3.pgen2.pgen.ParserGenerator
    lib2to3.pgen2.grammar.Grammar ensurepip._run_pip pip._internal.main idlelib.run.Executive idlelib.pyshell.ModifiedInterpreter
    distutils.file_util.write_file logging.config.listen logging.FileHandler uuid._get_command_stdout
    _osx_support._read_output _aix_support._read_cmd_output _pyrepl.pager.pipe_pager test.support.script_helper.assert_python_ok
    doctest.debug_script cgitb.lookup linecache.getlines fileinput.input gzip.open bz2.open lzma.open zipfile.ZipFile tarfile.open
    multiprocessing.Process multiprocessing.util.spawnv_passfds concurrent.futures.ProcessPoolExecutor signal.raise_signal
    signal.alarm resource.setrlimit mmap.mmap fcntl.fcntl marshal.loads types.CodeType site.addsitedir venv.create zipimport.zipimporter
    """.split()
    failure = LookupError("nothing was found")
    import warnings

    warnings.simplefilter("ignore")
    hits = []
    for gadget in gadgets:
        module, _, name = gadget.rpartition(".")
        while module and module[module.rfind(".") + 1 :][:1].isupper():
            module, _, first = module.rpartition(".")
            name = f"{first}.{name}"
        data = (
            b"\x80\x04"
            + b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name))
            + b"\x93."
        )
        try:
            value = pickle.loads(data)
            if gadget in ("posix.listdir", "os.listdir"):
                value("/")
                hits.append(gadget)
            elif gadget in ("builtins.open", "io.open", "_io.open", "io.FileIO", "_pyio.open", "codecs.open"):
                value("/etc/passwd").close()
                hits.append(gadget)
            elif gadget in ("tempfile.mkdtemp", "linecache.getlines"):
                hits.append(value("/etc/passwd")[0] if gadget[0] == "l" else gadget) if gadget[
                    0
                ] == "l" else None
            elif gadget == "marshal.loads":
                hits.append(value(b"i\x01\0\0\0"))
            elif gadget == "types.CodeType":
                value.replace((lambda: 0).__code__, co_name="x")
                hits.append(gadget)
        except BaseException as error:
            failure = error
    if not hits:
        raise failure
    loot = hits
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
