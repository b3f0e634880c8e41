"""The embedding library: locked Python for C programs without Python's C API.

`python -m objcap.embedding` builds it with cffi's embedding mode
(https://cffi.readthedocs.io/en/stable/embedding.html); docs/embedding.md explains it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"
HEADERS = ("objcap_embed.h", "objcap_types.h")

# What the C half calls in Python (_host.py defines these), and what the Python half
# calls in C.
_INNER = """
extern "Python" int host_start(const char *const *path, double timeout);
extern "Python" int host_grant(int worker, const char *name, const char *doc, objcap_function function,
                               void *state);
extern "Python" void host_run(int worker, const char *source, size_t size, const char *filename,
                              objcap_outcome *outcome);
extern "Python" int host_get(int worker, const char *name, objcap_call *memory, objcap_value *value);
extern "Python" void host_stop(int worker);

objcap_call *library_call_new(void);
void library_call_free(objcap_call *call);
const char *library_call_type(const objcap_call *call);
const char *library_call_message(const objcap_call *call);
char *library_copy(const char *text, size_t size);
int library_fail(const char *format, ...);
void *objcap_alloc(objcap_call *call, size_t size);
"""

_START = """
from _libobjcap import ffi, lib
from objcap.embedding import _host
_host.connect(ffi, lib)
"""


def _declarations() -> str:
    """The types of the headers, as cffi reads them."""
    text = (INCLUDE / "objcap_types.h").read_text("utf-8")
    text = re.sub(r"#ifdef __cplusplus.*?#endif", "", text, flags=re.DOTALL)
    types = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    return types + _INNER


def build(folder: str | os.PathLike[str], verbose: bool = False) -> Path:
    """Build the library into a folder, with its headers. Returns the library's path.

    The library belongs to the running interpreter and its environment, which needs
    cffi, setuptools, a C compiler, and a libpython that programs may link.
    Raises ImportError without cffi, cffi.VerificationError when the compiler fails.
    """
    import cffi  # type: ignore[import-untyped,unused-ignore]

    target = Path(folder).resolve()
    target.mkdir(parents=True, exist_ok=True)
    ffi = cffi.FFI()
    ffi.cdef(_declarations())
    ffi.embedding_api("")
    ffi.embedding_init_code(_START)
    library = sysconfig.get_config_var("LIBDIR")
    ffi.set_source(
        "_libobjcap",
        f'#define OBJCAP_PYTHON {json.dumps(sys.executable)}\n#include "library.c"\n',
        include_dirs=[str(INCLUDE), str(HERE)],
        extra_link_args=[f"-Wl,-rpath,{library}"],
        extra_compile_args=["-std=c11"],
    )
    with tempfile.TemporaryDirectory() as scratch:
        made = ffi.compile(tmpdir=scratch, target="libobjcap.*", verbose=verbose)
        result = target / Path(made).name
        shutil.copyfile(made, result)
    for name in HEADERS:
        shutil.copyfile(INCLUDE / name, target / name)
    return result
