"""Copies of the file that are known to be good, and whether the file itself agrees with itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from inbox.core.errors import StoreError
from inbox.core.lookup import SEGMENTER_VERSION, segment
from inbox.store import person_relation, search
from inbox.store.binding import dbapi
from inbox.store.database import APPLICATION_ID, connect, sentences, version

_WORDS_COMPARED = 24
_MESSAGES_COMPARED = 2000
_PROBLEMS_TOLD = 5
_STEPS_AT_ONCE = 1000
_DAMAGED = (
    "Parlour's file is damaged, so nothing more is saved in it. "
    "Quit, keep a copy of {folder}, and put back your newest backup."
)

_BROKEN_LINKS = 'SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY "table" ORDER BY "table"'
_RECOUNT = """
SELECT state, account_id, count(*) FROM conversation GROUP BY state, account_id
UNION ALL SELECT state, 0, count(*) FROM conversation GROUP BY state"""
_COUNTED = "SELECT state, account_id, n FROM counter WHERE n != 0"
_UNFINDABLE = "SELECT count(*) FROM (SELECT id FROM message EXCEPT SELECT id FROM search_docsize)"
_WITHOUT_MESSAGE = "SELECT count(*) FROM (SELECT id FROM search_docsize EXCEPT SELECT id FROM message)"
_NEWEST = """
SELECT message.id, identity.name, identity.handle, thread.title, message_text.text,
  message.identity_id, message.account_id, message.kind
FROM message JOIN message_text ON message_text.id = message.id JOIN identity ON identity.id = message.identity_id
JOIN thread ON thread.id = message.thread_id ORDER BY message.id DESC LIMIT ?"""
_FOUND = "SELECT 1 FROM search WHERE rowid = ? AND search MATCH ?"
_ABOUT = """
SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM conversation),
  (SELECT count(*) FROM identity WHERE person = id AND is_me = 0),
  (SELECT count(*) FROM account WHERE removed_at IS NULL),
  (SELECT user_version FROM pragma_user_version), (SELECT uuid FROM profile)"""


def backup(path: Path, target: Path) -> None:
    """Write a checked copy of the open file at `path`, readable by its owner only; it is there whole or not at all.

    Other connections may write meanwhile. A file of that name is replaced. Raises StoreError.
    """
    if target.exists() and target.samefile(path):
        raise StoreError("A backup cannot be written over the file it is made from. Choose another name.")
    unfinished = target.with_name(f"{target.name}.tmp")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            _copy(path, unfinished)
            with unfinished.open("rb+") as copy:
                os.fsync(copy.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _fsync_folder(target.parent)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError(
            f"The backup could not be written to {target.parent} ({why}). Choose another folder."
        ) from error


def _copy(path: Path, unfinished: Path) -> None:
    with sentences(path), closing(connect(path, read_only=True)) as source:
        expected = _fingerprint(source)
        with sentences(unfinished), closing(dbapi.connect(unfinished, isolation_level=None)) as copy:
            source.backup(copy)
            # One file, without a -wal beside it: what is copied elsewhere by hand is then complete.
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            said = [line for (line,) in copy.execute("PRAGMA quick_check(1)")]
            if said != ["ok"] or _fingerprint(copy)[:2] != expected[:2]:
                raise StoreError("The backup was not good and was thrown away. Check the disk, then try again.")


def _fingerprint(connection: Any) -> tuple[int, int]:
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    return ours, connection.execute("PRAGMA user_version").fetchone()[0]


def _fsync_folder(folder: Path) -> None:
    """Makes the new name durable; Windows has no such call and needs none."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def check(conn: Connection) -> list[str]:
    """Sentences about what is wrong with the file; empty when it is whole and agrees with itself. Takes seconds."""
    damaged = list(_damage(conn))
    # Comparing the contents of a damaged file would only add noise, or fail.
    return damaged or [*_disagreements(conn), *_search_problems(conn)]


def check_quickly(conn: Connection, path: Path, stop: Callable[[], bool]) -> list[str]:
    """A sentence where the file is damaged, else nothing; `conn` is to be a fresh one. Once `stop` is True, SQLite ends
    it by SQLITE_INTERRUPT."""
    driver: Any = conn.connection.driver_connection
    driver.set_progress_handler(stop, _STEPS_AT_ONCE)
    return [] if _said_by(conn, "quick_check(1)") == ["ok"] else [_DAMAGED.format(folder=path.parent)]


def _damage(conn: Connection) -> Iterator[str]:
    if conn.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        yield "This file was not made by Parlour."
    said = _said_by(conn, f"integrity_check({_PROBLEMS_TOLD})")
    if said != ["ok"]:
        yield f"The file is damaged ({'; '.join(said)}). Keep a copy of it, and put back your newest backup."


def _said_by(conn: Connection, check: str) -> list[str]:
    try:
        return list(conn.exec_driver_sql(f"PRAGMA {check}").scalars().all())
    except DatabaseError as error:
        # A page that makes no sense at all stops the check itself.
        if not getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
            raise
        # The COMMIT that ends this look would fail once more.
        conn.exec_driver_sql("ROLLBACK")
        return [str(error.orig)]


def _disagreements(conn: Connection) -> Iterator[str]:
    for table, count in conn.exec_driver_sql(_BROKEN_LINKS).all():
        yield f"{count} entries of \u201c{table}\u201d belong to something that is not there."
    counted = {(state, place): n for state, place, n in conn.exec_driver_sql(_COUNTED).all()}
    recounted = {(state, place): n for state, place, n in conn.exec_driver_sql(_RECOUNT).all()}
    wrong = sorted(key for key in counted.keys() | recounted.keys() if counted.get(key) != recounted.get(key))
    for state, place in wrong[:_PROBLEMS_TOLD]:
        where = f"place {place}" if place else "all places"
        kept, real = counted.get((state, place), 0), recounted.get((state, place), 0)
        yield f"The view \u201c{state}\u201d of {where} says {kept} conversations, but there are {real}."
    yield from person_relation.disagreements(conn)


def _search_problems(conn: Connection) -> Iterator[str]:
    made_by = conn.exec_driver_sql("SELECT segmenter_version FROM profile").scalar()
    if made_by != SEGMENTER_VERSION:
        yield f"The search index was made by rules of version {made_by}; this program has version {SEGMENTER_VERSION}."
        return
    if missing := conn.exec_driver_sql(_UNFINDABLE).scalar():
        yield f"{missing} messages are not in the search index."
    if ghosts := conn.exec_driver_sql(_WITHOUT_MESSAGE).scalar():
        yield f"The search index has {ghosts} messages that are no longer there."
    if missing or ghosts:
        return
    newest = conn.exec_driver_sql(_NEWEST, (_MESSAGES_COMPARED,)).all()
    if stale := sum(not _is_findable(conn, row) for row in newest):
        yield f"{stale} of the newest {len(newest)} messages are in the search index with other words than they have."


def _is_findable(conn: Connection, row: Any) -> bool:
    id, name, handle, title, body, identity, place, kind = row
    columns = (("who", search.who(name, handle)), ("subject", title), ("body", body))
    asked = [f'tokens : "i{identity} a{place} k{kind}"']
    for column, text in columns:
        words = " ".join(segment(text).split()[:_WORDS_COMPARED]).replace('"', " ")
        if any(map(str.isalnum, words)):
            asked.append(f'{column} : "{words}"')
    return conn.exec_driver_sql(_FOUND, (id, " AND ".join(asked))).first() is not None


def about(conn: Connection, path: Path) -> Mapping[str, str]:
    """What `--about`, `check` and a report of a fault tell of the file; no name and no word of anybody."""
    messages, conversations, people, places, schema, profile = conn.exec_driver_sql(_ABOUT).one()
    return {
        "sqlite": version(),
        "file": str(path),
        "size": str(path.stat().st_size),
        "schema": str(schema),
        "profile": str(profile),
        "places": str(places),
        "messages": str(messages),
        "conversations": str(conversations),
        "people": str(people),
    }
