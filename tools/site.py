"""Builds the documents as a site: python tools/site.py

Needs the extra `docs`. The pages are README.md, docs/ and the other documents of the root, as they are,
laid out under build/site/pages with their links put right; a reference made from docstrings stands beside
the one written by hand. The site is build/site/html. A warning of the generator is an error.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "site"
PAGES = WORK / "pages"

# Where a document of the checkout lies on the site; docs/x.md is x.md.
PLACES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
    "tests/cpython/README.md": "cpython-tests.md",
    "tests/crashers/README.md": "crashers.md",
}
# The order of the pages; what is not named comes at the end, under its title.
ORDER = (
    ("Start", "index.md"),
    ("Guide", "guide.md"),
    ("Reference", "reference.md"),
    ("Reference from docstrings", "docstrings.md"),
    ("Design", "design.md"),
    ("Threat model", "threat-model.md"),
    ("The kernel's wall", "kernel.md"),
    ("Attacks", "attacks.md"),
    ("Performance", "performance.md"),
    ("Compatibility", "compatibility.md"),
)
LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(([^)\s]+)\)")


def documents() -> dict[str, str]:
    """The documents by their paths in the checkout, and where they lie on the site."""
    found = {name: place for name, place in PLACES.items() if (ROOT / name).exists()}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        found[name] = name.removeprefix("docs/")
    return found


def relinked(text: str, name: str, places: dict[str, str]) -> str:
    """The text of the document `name` with links to places on the site; others become their words."""

    def link(match: re.Match[str]) -> str:
        image, words, target = match.groups()
        if re.match(r"\w+:|#", target):
            return match[0]
        path, mark, anchor = target.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if (ROOT / there).is_dir() and f"{there}/README.md" in places:
            there += "/README.md"
        if there in places:
            place = places[there]
        elif there.startswith("docs/") and (ROOT / there).is_file():
            place = there.removeprefix("docs/")
        else:
            return words if not image else match[0]
        here = posixpath.dirname(places[name])
        return f"{image}[{words}]({posixpath.relpath(place, here or '.')}{mark}{anchor})"

    # Blocks of code stay as they are.
    parts = re.split(r"(^ *```.*?^ *```$)", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if number % 2 else LINK.sub(link, part) for number, part in enumerate(parts))


def from_docstrings() -> str:
    """The page of the reference that the generator fills from the docstrings of the installed package."""
    import objcap

    lines = [
        "# Reference from docstrings",
        "",
        "What the code says of itself. [The reference](reference.md) is written by hand and says more.",
        "",
    ]
    for name in sorted(set(objcap.__all__) - {"__version__"}, key=str.lower):
        value = getattr(objcap, name)
        kind = "autofunction"
        if isinstance(value, type):
            kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
        options = [] if kind == "autofunction" else [":members:"]
        # plain text, as the docstrings are written: no markup but paragraphs and literals
        lines += [f"## objcap.{name}", "", "```{eval-rst}", f".. {kind}:: objcap.{name}"]
        lines += [*(f"   {option}" for option in options), "```", ""]
    return "\n".join(lines)


SETTINGS = """
import re

project = "objcap"
html_title = "objcap"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
myst_heading_anchors = 4
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure", "toc.not_included"]


def literal(app, what, name, obj, options, lines):
    # The docstrings are plain text with indented tables: shown as it stands.
    lines[:] = ["::", "", *("   " + line for line in lines), ""] if lines else []


def setup(app):
    app.connect("autodoc-process-docstring", literal)
"""


def contents(places: dict[str, str]) -> str:
    """The table of contents, hidden in the first page: the order of the pages beside every page."""
    ordered = [place for _, place in ORDER]
    rest = sorted(place for place in places.values() if place not in ordered)
    named = [f"{words} <{place}>" for words, place in ORDER if place != "index.md"]
    lines = ["", "```{toctree}", ":hidden:", ":maxdepth: 1", "", *named, *rest, "```", ""]
    return "\n".join(lines)


def lay_out() -> None:
    """Write the pages and the settings."""
    shutil.rmtree(WORK, ignore_errors=True)
    places = documents()
    for name, place in places.items():
        page = PAGES / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(relinked((ROOT / name).read_text(encoding="utf-8"), name, places), encoding="utf-8")
    for path in (ROOT / "docs").rglob("*"):
        if path.suffix in (".svg", ".json", ".txt"):
            copy = PAGES / path.relative_to(ROOT / "docs")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    (PAGES / "docstrings.md").write_text(from_docstrings(), encoding="utf-8")
    with open(PAGES / "index.md", "a", encoding="utf-8") as index:
        index.write(contents(places))
    (PAGES / "conf.py").write_text(SETTINGS, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Lay out the pages and build the site; the generator's status."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    lay_out()
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        str(PAGES),
        str(WORK / "html"),
    ]
    status = subprocess.run(command, cwd=WORK, check=False).returncode
    if not status:
        print(WORK / "html" / "index.html")
    return status


if __name__ == "__main__":
    sys.exit(main())
