"""Build of the compiled part; everything else is in pyproject.toml.

Switches, as environment variables:
    OBJCAP_WERROR=1     warnings are errors (what CI does)
    OBJCAP_DEBUG=1      -O0 -g and assertions
    OBJCAP_SANITIZE=1   -fsanitize=address,undefined; run with PYTHONMALLOC=malloc and the
                        address sanitizer's library preloaded (CONTRIBUTING.md has the command)
    OBJCAP_COVERAGE=1   gcov instrumentation
    OBJCAP_POISON=1     whatever calls Python while power is in use dies (rule R1)
"""

import os
import sys
from glob import glob

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
    sys.exit(
        "objcap knows the internals of CPython 3.11, 3.12 and 3.13 and refuses to guess about "
        f"{sys.version.split()[0]}: use one of these versions."
    )
if sys.implementation.name != "cpython":
    sys.exit("objcap locks CPython down; it cannot be built for " + sys.implementation.name + ".")


def switch(name: str) -> bool:
    return os.environ.get("OBJCAP_" + name, "") not in ("", "0")


compile_args = ["-std=c11", "-Wall", "-Wextra", "-fvisibility=hidden"]
link_args = []
undefine = []
if switch("WERROR"):
    compile_args.append("-Werror")
if switch("DEBUG") or switch("SANITIZE"):
    compile_args += ["-O1" if switch("SANITIZE") else "-O0", "-g", "-fno-omit-frame-pointer"]
    undefine.append("NDEBUG")
if switch("SANITIZE"):
    compile_args.append("-fsanitize=address,undefined")
    link_args.append("-fsanitize=address,undefined")
if switch("POISON"):
    compile_args.append("-DOBJCAP_POISON")
if switch("SANITIZE") or switch("COVERAGE"):
    # Their libraries use files and memory in ways that the kernel wall refuses.
    compile_args.append('-DOBJCAP_UNWALLED="built with sanitizers or coverage"')
if switch("COVERAGE"):
    compile_args += ["--coverage", "-O0"]
    link_args.append("--coverage")


class BuildExt(build_ext):
    """build_ext that says what is missing instead of leaving a compiler's log."""

    def build_extension(self, ext: Extension) -> None:
        try:
            super().build_extension(ext)
        except Exception as error:
            import sysconfig

            header = os.path.join(sysconfig.get_path("include"), "Python.h")
            if not os.path.exists(header):
                hint = f"the Python headers are missing ({header}): install python3-dev or its like"
            else:
                hint = "a C compiler (gcc or clang) is needed: the message above is its own"
            raise SystemExit(f"objcap: building {ext.name} failed: {error}\nobjcap: {hint}") from error


setup(
    cmdclass={"build_ext": BuildExt},
    ext_modules=[
        Extension(
            "objcap._objcap",
            sources=["src/_objcap.c", *sorted(glob("src/_objcap/*.c"))],
            include_dirs=["src/_objcap"],
            depends=sorted(glob("src/_objcap/*.h")),
            extra_compile_args=compile_args,
            extra_link_args=link_args,
            undef_macros=undefine,
        )
    ],
)
