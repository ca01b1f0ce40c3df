"""Opening the one file: connections, what they promise, and SQLite's errors as sentences.

SQLAlchemy is imported by the functions that need it, so that the first paint can read without it (decision 23).
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from inbox.core.errors import StoreError
from inbox.store.binding import NAME, dbapi

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "parlour.sqlite"
APPLICATION_ID = 0x5061726C
""""Parl" in the file's header (PRAGMA application_id): what tells our file from any other SQLite database."""

# FULL, because under NORMAL a power cut may forget that a delivery was on its way; fullfsync matters on a Mac only.
# Checkpoints are the writer's, when it is idle: two connections checkpointing at once corrupted files before 3.51.3.
_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=OFF",
    "journal_size_limit=67108864",
)
_BOTH = (
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "cache_size=-32768",
    "mmap_size=268435456",
    "wal_autocheckpoint=0",
)

_FULL = "The disk is full, so nothing new can be saved. Free some space; nothing that was saved is lost."
_UNWRITABLE = "Parlour may not write to its folder, so nothing new can be saved. Check its permissions: {folder}"
_SENTENCES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _UNWRITABLE,
    "SQLITE_PERM": _UNWRITABLE,
    "SQLITE_CANTOPEN": "Parlour's file cannot be opened. Check that this folder exists and may be read: {folder}",
    "SQLITE_IOERR": "The disk did not do as asked, so nothing new can be saved. Check the disk and its free space.",
    "SQLITE_CORRUPT": "Parlour's file is damaged. Quit, keep a copy of {folder}, and put back your newest backup.",
    "SQLITE_NOTADB": "{file} is not a Parlour file. Move it elsewhere, or start with another folder.",
    "SQLITE_BUSY": "Another program is holding Parlour's file. Close it, and try again.",
    "SQLITE_LOCKED": "Another program is holding Parlour's file. Close it, and try again.",
    "SQLITE_NOMEM": "The computer has no memory left. Close something, and try again.",
    "SQLITE_INTERRUPT": "Looking was stopped before it was done.",
}


def connect(path: Path, *, read_only: bool) -> Any:
    """A DB-API connection that begins no transactions by itself and may change threads. Raises StoreError."""
    with sentences(path):
        address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        connection = dbapi.connect(address, uri=True, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            for pragma in (*_BOTH, "query_only=ON") if read_only else (*_BOTH, *_WRITER):
                connection.execute(f"PRAGMA {pragma}").fetchall()
        except dbapi.Error:
            connection.close()
            raise
    return connection


def open_writer(path: Path) -> Any:
    """The writer's DB-API connection; makes the folder (0700) and the file (0600) where they are missing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made before SQLite does, so that it is never readable by others, not even for a moment.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(_UNWRITABLE.format(folder=path.parent)) from error
    connection = connect(path, read_only=False)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        connection.close()
        raise StoreError(
            "This folder's disk cannot hold Parlour's file safely (is it on a network?). "
            f"Choose another folder than {path.parent}."
        )
    return connection


def writing(path: Path, raw: Any) -> Connection:
    """SQLAlchemy around the writer's connection: `with connection.begin()` is BEGIN IMMEDIATE."""
    return _kept(path, raw, "BEGIN IMMEDIATE")


def reading(path: Path) -> Connection:
    """A kept connection that only reads; `with connection.begin()` is one consistent look. Raises StoreError."""
    return _kept(path, connect(path, read_only=True), "BEGIN")


def _kept(path: Path, raw: Any, begin: str) -> Connection:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite+pysqlite://", module=dbapi, creator=lambda: raw, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    with sentences(path):
        return engine.connect()


def close(connection: Connection) -> None:
    """Give a kept connection back, and close the file underneath."""
    connection.close()
    connection.engine.dispose()


class sentences:
    """`with sentences(path):` raises what SQLite says as StoreError; a broken constraint or wrong SQL stays a bug."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        cause = getattr(error, "orig", error)
        if isinstance(cause, dbapi.DatabaseError) and (sentence := sentence_for(cause, self._path)) is not None:
            raise StoreError(sentence) from error


def sentence_for(error: Exception, path: Path) -> str | None:
    """What to tell the person about an error of the binding; None where it is a bug."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for code, sentence in _SENTENCES.items():
        if name == code or name.startswith(f"{code}_"):
            return sentence.format(folder=path.parent, file=path.name)
    return None


def version() -> str:
    """ "3.53.4 (pysqlite3)"."""
    return f"{dbapi.sqlite_version} ({NAME})"
