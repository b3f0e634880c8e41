"""The release script: what it refuses. Building and trying the files is the script's own work."""

from __future__ import annotations

import importlib.util
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import objcap

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "tools" / "release.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release = load()


def test_the_version_stands_in_one_place() -> None:
    assert release.version() == objcap.__version__
    assert f'"{objcap.__version__}"' not in (ROOT / "pyproject.toml").read_text()
    for path in (ROOT / "src").rglob("*.[chpy]*"):
        if path.name != "_version.py" and path.suffix in (".c", ".h", ".py", ".pyi"):
            assert f'"{objcap.__version__}"' not in path.read_text(), path


def test_the_changelog_is_fit() -> None:
    assert "### Added" in release.changelog(release.version(), final=False)


@pytest.mark.parametrize(
    ("text", "final"),
    [
        ("# Changelog\n", False),
        ("## 0.9.0 (unreleased)\n\nwords\n", False),
        ("## 1.0.0 (unreleased)\n\n", False),
        ("## 1.0.0 (unreleased)\n\nwords\n", True),
        ("## 1.0.0 (2026-13-01)\n\nwords\n", True),
    ],
)
def test_a_changelog_that_is_not_fit_is_refused(text: str, final: bool) -> None:
    with pytest.raises(SystemExit, match=r"CHANGELOG\.md"):
        release.changelog("1.0.0", final, text)


def test_a_changelog_with_a_date_is_final() -> None:
    text = "# Changelog\n\n## 1.0.0 (2026-12-01)\n\nwords\n\n## 0.9.0 (2026-01-01)\n\nolder\n"
    assert release.changelog("1.0.0", True, text) == "words"


@pytest.mark.parametrize(
    "name",
    ["objcap-1.0.0-cp311-cp311-linux_x86_64.whl", "objcap-0.9.0-cp311-cp311-manylinux_2_34_x86_64.whl"],
)
def test_another_tag_or_version_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not the name"):
        release.check_wheel(tmp_path / name, "1.0.0")


def test_a_wheel_with_sources_or_without_parts_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "objcap-1.0.0-cp311-cp311-manylinux_2_34_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("objcap/_objcap.so", "")
    with pytest.raises(SystemExit, match="without"):
        release.check_wheel(wheel, "1.0.0")
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("objcap/_objcap.c", "")
    with pytest.raises(SystemExit, match="has"):
        release.check_wheel(wheel, "1.0.0")


def test_a_source_distribution_without_its_tests_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "objcap-1.0.0.tar.gz"
    (tmp_path / "setup.py").write_text("")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "setup.py", "objcap-1.0.0/setup.py")
    with pytest.raises(SystemExit, match="without"):
        release.check_sdist(archive, "1.0.0")


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(SystemExit, match="status 3"):
        release.run("sh", "-c", "exit 3")
