"""A small store that outlives its guests."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from objcap.caps._base import Cap

if TYPE_CHECKING:
    import sqlite3

Value = str | bytes

_KEY = 1024  # bytes of a key
_PAGE = 1000  # keys that are listed at once at most
_dicts = threading.Lock()  # one for all: two KeyValues may be made of one dict


def _encoded(text: object, what: str) -> bytes:
    """A str in UTF-8. TypeError or ValueError."""
    if type(text) is not str:
        raise TypeError(f"{what} must be a str, not {type(text).__name__}")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{what} has surrogates, which UTF-8 cannot write") from None


def _size(value: object) -> int:
    """Bytes of a value. TypeError or ValueError."""
    return len(value) if type(value) is bytes else len(_encoded(value, "a value that is no bytes"))


def _beyond(prefix: bytes) -> bytes | None:
    """The first key after all that begin with that; None: there is none."""
    stripped = prefix.rstrip(b"\xff")
    return stripped[:-1] + bytes([stripped[-1] + 1]) if stripped else None


class _Dict:
    """Items of a mapping."""

    def __init__(self, store: MutableMapping[str, Value]) -> None:
        self.store = store

    @contextmanager
    def changing(self) -> Iterator[None]:
        with _dicts:
            yield

    reading = changing

    def get(self, key: bytes) -> Value | None:
        return self.store.get(key.decode())

    def put(self, key: bytes, value: Value, size: int) -> None:
        self.store[key.decode()] = value

    def note(self, prefix: bytes, usage: tuple[int, int]) -> None:
        pass

    def delete(self, key: bytes) -> None:
        del self.store[key.decode()]

    def list(self, prefix: bytes, after: bytes | None, limit: int) -> list[bytes]:
        keys = (key.encode() for key in self.store)
        found = sorted(key for key in keys if key.startswith(prefix) and (after is None or key > after))
        return found[:limit]

    def usage(self, prefix: bytes) -> tuple[int, int]:
        items = [(key.encode(), value) for key, value in self.store.items()]
        sizes = [len(key) + _size(value) for key, value in items if key.startswith(prefix)]
        return len(sizes), sum(sizes)


class _File:
    """Items of an SQLite database. Each object has a connection of its own."""

    def __init__(self, path: str) -> None:
        self.connection: sqlite3.Connection | None = None
        self.path = path
        self.lock = threading.RLock()
        self.owner = 0
        self.known: dict[bytes, tuple[int, tuple[int, int]]] = {}  # usage, while nobody else changes it
        with self.reading():
            pass

    def __del__(self) -> None:
        if self.connection is not None and self.owner == os.getpid():
            self.connection.close()

    def open(self) -> sqlite3.Connection:
        import sqlite3

        if self.connection is None or self.owner != os.getpid():  # a connection does not live through a fork
            self.connection = sqlite3.connect(
                self.path, timeout=10, isolation_level=None, check_same_thread=False
            )
            self.owner = os.getpid()
            self.known.clear()
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=NORMAL")
            self.connection.execute(
                "CREATE TABLE IF NOT EXISTS objcap (key BLOB PRIMARY KEY, size INTEGER, value) WITHOUT ROWID"
            )
        return self.connection

    def execute(self, sql: str, *values: Any) -> list[Any]:
        return self.open().execute(sql, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[None]:
        import sqlite3

        with self.lock:
            try:
                self.open()
                yield
            except sqlite3.Error as error:  # without the path, which is the host's business
                raise OSError(errno.EIO, f"the store has failed: {error}") from error

    @contextmanager
    def changing(self) -> Iterator[None]:
        with self.reading():
            self.execute("BEGIN IMMEDIATE")  # nobody else changes it from here on
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                self.known.clear()
                if self.connection is not None and self.connection.in_transaction:
                    self.execute("ROLLBACK")
                raise

    def get(self, key: bytes) -> Value | None:
        rows = self.execute("SELECT value FROM objcap WHERE key = ?", key)
        return rows[0][0] if rows else None

    def note(self, prefix: bytes, usage: tuple[int, int]) -> None:
        """That is the usage now: adding it up anew would read every item."""
        self.known[prefix] = (self.execute("PRAGMA data_version")[0][0], usage)

    def put(self, key: bytes, value: Value, size: int) -> None:
        self.known.clear()
        self.execute("REPLACE INTO objcap (key, size, value) VALUES (?, ?, ?)", key, len(key) + size, value)

    def delete(self, key: bytes) -> None:
        self.known.clear()
        self.execute("DELETE FROM objcap WHERE key = ?", key)

    def list(self, prefix: bytes, after: bytes | None, limit: int) -> list[bytes]:
        beyond = _beyond(prefix)
        rows = self.execute(
            "SELECT key FROM objcap WHERE key >= ? AND (? IS NULL OR key > ?) AND (? IS NULL OR key < ?)"
            " ORDER BY key LIMIT ?",
            *(prefix, after, after, beyond, beyond, limit),
        )
        return [row[0] for row in rows]

    def usage(self, prefix: bytes) -> tuple[int, int]:
        version = self.execute("PRAGMA data_version")[0][0]
        known = self.known.get(prefix)
        if known is not None and known[0] == version:
            return known[1]
        beyond = _beyond(prefix)
        sql = "SELECT count(*), total(size) FROM objcap WHERE key >= ? AND (? IS NULL OR key < ?)"
        count, total = self.execute(sql, prefix, beyond, beyond)[0]
        self.known[prefix] = (version, (count, int(total)))
        return self.known[prefix][1]


class KeyValue(Cap):
    """A store of values under names: get, set, delete, contains, keys, count, usage.

    store: the path of an SQLite database, which is made if it is not there, or a dict. What set() has
        returned from is there after a crash of the process, whatever it was doing; after a loss of
        power the last changes may be missing, and nothing is half there.
    prefix: all keys begin with it, in the store, and a guest sees them without. It is empty or ends with
        "/", so that none is the beginning of another by accident. Who has "a/" has "a/b/" as well.
    quota_bytes: the most that keys, prefix included, and values have in all, in UTF-8.
    quota_items: how many of them there can be.

    Keys are str of at most 1024 bytes with the prefix, values str or bytes; for others there is json.dumps().
    Many processes can use one database. Above a quota set() raises OSError (EDQUOT), and the store is as it
    was.
    """

    _exports = ("get", "set", "delete", "contains", "keys", "count", "usage")
    _reading = ("get", "contains", "keys", "count", "usage")

    def __init__(
        self,
        store: str | os.PathLike[str] | MutableMapping[str, Value],
        *,
        prefix: str = "",
        quota_bytes: int | None = None,
        quota_items: int | None = None,
    ) -> None:
        for name, value in (("quota_bytes", quota_bytes), ("quota_items", quota_items)):
            if value is not None and (type(value) is not int or value < 0):
                raise ValueError(f"{name} must be a whole number, not {value!r}")
        self._prefix = _encoded(prefix, "prefix")
        if prefix and not prefix.endswith("/"):
            raise ValueError(f"a prefix ends with '/', not as {prefix!r}")
        self._bytes = quota_bytes
        self._items = quota_items
        self._store: _Dict | _File
        if isinstance(store, (str, os.PathLike)):
            self._store = _File(os.path.abspath(os.fspath(store)))
        elif isinstance(store, MutableMapping):
            self._store = _Dict(store)
        else:
            raise TypeError(f"store must be a path or a dict, not {type(store).__name__}")

    def _key(self, key: str) -> bytes:
        full = self._prefix + _encoded(key, "a key")
        if len(full) > _KEY:
            raise ValueError(f"a key may have {_KEY} bytes")
        return full

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value under that key, or the default."""
        full = self._key(key)
        with self._store.reading():
            value = self._store.get(full)
        return default if value is None else value

    def set(self, key: str, value: Value) -> None:
        """Keep a value, a str or bytes, under that key."""
        full, size = self._key(key), _size(value)
        store = self._store
        limited = self._bytes is not None or self._items is not None
        with store.changing():
            if limited:
                old = store.get(full)
                count, used = store.usage(self._prefix)
                if old is None:
                    count, used = count + 1, used + len(full)
                used += size - (0 if old is None else _size(old))
                if self._items is not None and old is None and count > self._items:
                    raise OSError(errno.EDQUOT, "the limit of items is reached")
                if self._bytes is not None and used > self._bytes:
                    raise OSError(errno.EDQUOT, "the limit of bytes is reached")
            store.put(full, value, size)
            if limited:
                store.note(self._prefix, (count, used))

    def delete(self, key: str) -> bool:
        """Forget a key. Return whether it was there."""
        full = self._key(key)
        with self._store.changing():
            found = self._store.get(full) is not None
            if found:
                self._store.delete(full)
        return found

    def contains(self, key: str) -> bool:
        """Is there a value under that key?"""
        full = self._key(key)
        with self._store.reading():
            return self._store.get(full) is not None

    def keys(self, prefix: str = "", *, after: str | None = None, limit: int = _PAGE) -> list[str]:
        """Return keys that begin with `prefix`, in the order of their UTF-8; no more than `limit`, at most
        1000. The next ones come with the last of them as `after`."""
        if type(limit) is not int or not 0 <= limit <= _PAGE:
            raise ValueError(f"limit must be an int up to {_PAGE}")
        start = self._prefix + _encoded(prefix, "prefix")
        last = None if after is None else self._prefix + _encoded(after, "after")
        with self._store.reading():
            found = self._store.list(start, last, limit)
        return [key[len(self._prefix) :].decode() for key in found]

    def count(self) -> int:
        """Return how many keys there are."""
        with self._store.reading():
            return self._store.usage(self._prefix)[0]

    def usage(self) -> dict[str, int]:
        """Return how much is used: items, bytes."""
        with self._store.reading():
            items, used = self._store.usage(self._prefix)
        return {"items": items, "bytes": used}
