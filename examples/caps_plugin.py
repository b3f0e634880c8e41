"""Plugins that may read their own folder and write to a cache: python examples/caps_plugin.py

A plugin is Python that somebody else has written. It opens its own files under `plugin/` and keeps what it
likes under `cache/`, of at most 20,000 bytes and five files, with the `open()` that it knows. Everything
else on this machine is not there for it. The first plugin of examples/caps_plugin counts words; the second
one attacks.
"""

import shutil
import tempfile
from pathlib import Path

import objcap
from objcap import caps

PLUGINS = Path(__file__).resolve().parent / "caps_plugin"


def run(name: str, home: Path) -> None:
    """Run a plugin that is installed in a folder of `home`, and show what it has printed."""
    plugin = caps.Directory(home / name)  # to read, nothing else
    cache = caps.Directory(
        home / "cache", write=True, create=True, delete=True, quota_bytes=20_000, quota_files=5
    )
    with objcap.Sandbox(
        memory="64 MiB",
        cpu=2.0,
        wall=10.0,
        grant={"open": caps.as_open({"plugin": plugin, "cache": cache})},
        snapshots=False,
    ) as box:
        source = (home / name / "main.py").read_text(encoding="utf-8")
        try:
            result = box.run(source, {"text": "the cat and the dog and the bird"}, filename="plugin/main.py")
            print(result.stdout, end="")
        except objcap.SandboxError as error:
            print(f"{name}: {error}")


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(PLUGINS, home, dirs_exist_ok=True)
        (home / "cache").mkdir()
        (home / "password.txt").write_text("the application's password")
        before = {path: data for path, data in tree(home).items() if not path.startswith("cache/")}

        run("words", home)
        run("words", home)  # finds its cache
        print("---")
        run("hostile", home)

        after = tree(home)
        cached = {path: data for path, data in after.items() if path.startswith("cache/")}
        print("---")
        print(
            "files outside of the cache are as they were:", before.items() == (after.items() - cached.items())
        )
        size = sum(map(len, cached.values()))
        print(f"in the cache: {len(cached)} files, of at most 5; within 20000 bytes: {size <= 20_000}")


if __name__ == "__main__":
    main()
