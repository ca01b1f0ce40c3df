"""What holds for everybody is another: all people, or all conversations, are derived anew, in slices.

How far that is stands in one setting, by id, so that beginning costs the same however many there are, others write
between two slices, and a start goes on where an end broke off.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from inbox.store.transaction import Transaction

NOT_COUNTED = 0
"""`person.changes_at` of people of an older file: even their turns are to be folded from nothing."""
PREFIX = "due:"
"""Settings that begin so say how far it is: [ids below this are still to come, where it began] as JSON."""
AT_ONCE = 40
"""Of a slice: some 15 ms."""
_PEOPLE, _CONVERSATIONS = "person", "conversation"
_COUNTED_BY = "counted_by"
"""Setting: the numbers of the file of thresholds by which everybody stands as they do, as JSON."""

_READ = "SELECT value FROM setting WHERE key = ?"
_KEEP = "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)"
_FORGET = "DELETE FROM setting WHERE key = ?"
NEXT = "SELECT id FROM {table} WHERE id < ? ORDER BY id DESC LIMIT ?"


def people(tx: Transaction) -> None:
    _begin(tx, _PEOPLE)


def conversations(tx: Transaction) -> None:
    """And whom they are with."""
    _begin(tx, _CONVERSATIONS)


def follow_the_file(tx: Transaction) -> None:
    """Where the file of thresholds has other numbers than the last time, everybody follows."""
    now = json.dumps(dict(tx.counts), sort_keys=True)
    kept = tx.connection.exec_driver_sql(_READ, (_COUNTED_BY,)).scalar()
    if kept == now:
        return
    tx.connection.exec_driver_sql(_KEEP, (_COUNTED_BY, now))
    if kept is not None:
        changed = {key for key, _ in set(json.loads(kept).items()) ^ set(tx.counts.items())}
        begin_for(tx, changed)


def begin_for(tx: Transaction, thresholds: set[str]) -> None:
    """These numbers are others (`rules/thresholds.py`): points are of conversations, all else is of people."""
    if any(key.startswith("worth.") for key in thresholds):
        conversations(tx)
    if any(not key.startswith("worth.") for key in thresholds):
        people(tx)


def over(tx: Transaction) -> None:
    """Everybody was touched."""
    tx.connection.exec_driver_sql("DELETE FROM setting WHERE key LIKE ?", (f"{PREFIX}%",))


def go_on(tx: Transaction) -> float:
    """Touch the next ones, the newest first. How much is done, from 0 to 1."""
    touch: dict[str, Callable[[int], None]] = {
        _CONVERSATIONS: tx.touch_conversation,
        _PEOPLE: tx.touch_person,
    }
    left = began = 0
    room = AT_ONCE
    for table, mark in touch.items():
        kept = tx.connection.exec_driver_sql(_READ, (PREFIX + table,)).scalar()
        if kept is None:
            continue
        below, first = json.loads(kept)
        if room:
            ids = tx.connection.exec_driver_sql(NEXT.format(table=table), (below, room)).scalars().all()
            for id in ids:
                mark(id)
            below = ids[-1] if len(ids) == room else 0
            room -= len(ids)
            if below:
                tx.connection.exec_driver_sql(_KEEP, (PREFIX + table, json.dumps([below, first])))
            else:
                tx.connection.exec_driver_sql(_FORGET, (PREFIX + table,))
        left, began = left + below, began + first
    return 1 - left / began if began else 1.0


def _begin(tx: Transaction, table: str) -> None:
    first = (tx.connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0) + 1
    tx.connection.exec_driver_sql(_KEEP, (PREFIX + table, json.dumps([first, first])))
    tx.changed.settings.add(PREFIX + table)
