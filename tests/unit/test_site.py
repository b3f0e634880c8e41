"""The site of the documents: links are put right. `.ci/run` builds it, with warnings as errors."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import objcap

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_site", ROOT / "tools" / "site.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


site = load()
PLACES = site.documents()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "[a](docs/guide.md#sandboxes)", "[a](guide.md#sandboxes)"),
        ("README.md", "[a](examples/wordcount.py)", "a"),
        ("README.md", "[a](docs/audits/)", "[a](audits/README.md)"),
        ("docs/guide.md", "[a](../README.md)", "[a](index.md)"),
        ("docs/guide.md", "[a](../CONTRIBUTING.md#c)", "[a](contributing.md#c)"),
        ("docs/audits/README.md", "[a](../design.md)", "[a](../design.md)"),
        ("docs/guide.md", "[a](#b) [c](https://x.y)", "[a](#b) [c](https://x.y)"),
        ("docs/guide.md", "```text\n[a](../README.md)\n```", "```text\n[a](../README.md)\n```"),
    ],
)
def test_links_lead_to_pages_of_the_site(name: str, text: str, expected: str) -> None:
    assert site.relinked(text, name, PLACES) == expected


def test_every_document_has_its_page() -> None:
    assert len(set(PLACES.values())) == len(PLACES) >= 15
    named = {place for _, place in site.ORDER} - {"docstrings.md"}
    assert named <= set(PLACES.values())


def test_every_public_name_is_in_the_reference_from_docstrings() -> None:
    found = re.findall(r"^\.\. auto\w+:: objcap\.(\w+)$", site.from_docstrings(), re.MULTILINE)
    assert set(found) == set(objcap.__all__) - {"__version__"}
    for name in found:
        assert getattr(objcap, name).__doc__, name
