"""Bringing the file to the schema of this program: hand-written steps, all of them in one BEGIN IMMEDIATE.

`PRAGMA user_version` counts the steps a file has; it lives in the file's header and is rolled back with the rest.
Before an existing file is changed, VACUUM INTO writes `parlour-before-N.sqlite` beside it, for version N it will have.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inbox.core.errors import StoreError
from inbox.core.lookup import SEGMENTER_VERSION
from inbox.store import schema_1, schema_2, schema_3
from inbox.store.binding import dbapi
from inbox.store.database import APPLICATION_ID, connect, sentences

Step = Sequence[str]
"""SQL statements, one after the other."""

STEPS: tuple[Step, ...] = (schema_1.STATEMENTS, schema_2.STATEMENTS, schema_3.STATEMENTS)


def refuse_strangers(path: Path, steps: Sequence[Step] = STEPS) -> None:
    """Raises StoreError for a file that is not ours or newer than this program; nothing in it is touched."""
    if not path.exists() or path.stat().st_size == 0:
        return
    connection = connect(path, read_only=True)
    try:
        with sentences(path):
            _check(connection, path, steps)
    finally:
        connection.close()


def refuse_other_steps(path: Path, steps: Sequence[Step] = STEPS) -> None:
    """For a file that another program has open: raises StoreError where it is not of this very schema."""
    refuse_strangers(path, steps)
    connection = connect(path, read_only=True)
    try:
        if _version(connection) != len(steps):
            raise StoreError("An older Parlour has this folder open. Close it, then try again.")
    finally:
        connection.close()


def is_behind(path: Path, steps: Sequence[Step] = STEPS) -> bool:
    """Whether opening it copies the file and takes steps, which is long for a large one. Raises StoreError."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    connection = connect(path, read_only=True)
    try:
        with sentences(path):
            return 0 < _version(connection) < len(steps)
    finally:
        connection.close()


def migrate(connection: Any, path: Path, now: int, steps: Sequence[Step] = STEPS) -> None:
    """Take the steps that are missing: all or none. `connection` is the writer's, of the DB-API. Raises StoreError."""
    with sentences(path):
        _check(connection, path, steps)
        version = _version(connection)
        if version == len(steps):
            return
        if version:
            _copy(connection, path.parent / f"parlour-before-{len(steps)}.sqlite")
        # Rebuilding a table would delete what refers to it; SQLite ignores this inside a transaction.
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _take(connection, steps[version:], now, is_new=version == 0)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={len(steps)}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA foreign_keys=ON")


def _take(connection: Any, steps: Sequence[Step], now: int, *, is_new: bool) -> None:
    for step in steps:
        for statement in step:
            connection.execute(statement)
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StoreError("Parlour's file could not be brought up to date and was left as it was. Please report this.")
    if is_new:
        connection.execute(
            "INSERT INTO profile (id, uuid, device, made_at, segmenter_version) VALUES (1, ?, ?, ?, ?)",
            (str(uuid.uuid4()), str(uuid.uuid4()), now, SEGMENTER_VERSION),
        )


def _check(connection: Any, path: Path, steps: Sequence[Step]) -> None:
    version = _version(connection)
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    empty = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    if not ours and not (empty and version == 0):
        raise StoreError(f"{path.name} is not a Parlour file. Move it elsewhere, or start with another folder.")
    if version > len(steps):
        raise StoreError("A newer Parlour has used this folder. Install the newest version; nothing here was changed.")


def _version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(connection: Any, copy: Path) -> None:
    """A whole copy or none: VACUUM INTO leaves an empty file behind when the disk is full."""
    unfinished = copy.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        # VACUUM INTO wants a file that is missing or empty; made first, so that nobody else may read it.
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600))
        connection.execute("VACUUM INTO ?", (str(unfinished),))
    except dbapi.Error:
        unfinished.unlink(missing_ok=True)
        raise
    os.replace(unfinished, copy)
