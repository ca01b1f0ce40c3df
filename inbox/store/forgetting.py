"""Forgetting a place, in slices: acts of the person go first between them, and a start goes on where an end broke off.

A place that is to be forgotten is marked and hidden at once, and its stable key is let go, so that the same place can
be added anew meanwhile. Each slice leaves a file that agrees with itself: whole conversations go with their rows and
counts, and whoever is known from there only goes with their last words. What goes is overwritten on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from inbox.store import conversations, known, search
from inbox.store.act_rows import ABOUT_PEOPLE
from inbox.store.subjects import IDENTITY
from inbox.store.transaction import Transaction

CONVERSATIONS, MESSAGES = 12, 60
"""Of a slice, at most. A conversation of more messages is cut: it stands with the rest of them until the next."""

_MARK = """
UPDATE account SET forgotten_at = ?, removed_at = ?, canonical = 'forgotten ' || id, next_sync_at = NULL, user = '',
  can = 0, sentence = '', failures = 0 WHERE id = ?"""
_NEXT = "SELECT min(id) FROM account WHERE forgotten_at IS NOT NULL"
_TALKS = "SELECT id FROM conversation WHERE account_id = ? ORDER BY id LIMIT ?"
_SAID = """
SELECT id, identity_id, to_identity_id FROM message WHERE conversation_id IN (SELECT value FROM json_each(?))
ORDER BY conversation_id, sort_at, id LIMIT ?"""
_SAID_TO_ALL = "SELECT id, identity_id, to_identity_id FROM message WHERE account_id = ? LIMIT ?"
_EMPTY = """
SELECT id, counterpart_id FROM conversation c WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id)"""
_ELSEWHERE = """
SELECT c.id FROM identity i JOIN identity j ON j.person = i.person JOIN conversation c ON c.counterpart_id = j.id
JOIN account a ON a.id = c.account_id WHERE i.id = ? AND a.forgotten_at IS NULL"""
_OF_THESE = "IN (SELECT value FROM json_each(?))"
# Somebody of whom nothing is left but a name: nothing that an act sets is set on them.
_STRANGERS = f"""
SELECT i.id FROM identity i WHERE i.id {_OF_THESE} AND (? OR NOT i.is_me)
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id)
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.to_identity_id = i.id)
AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.counterpart_id = i.id)
AND NOT EXISTS (SELECT 1 FROM reaction r WHERE r.identity_id = i.id)
AND NOT EXISTS (SELECT 1 FROM note n WHERE n.identity_id = i.id)
AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.identity_id = i.id)
""" + "\n".join(
    [f"AND i.{field} IS {without!r}" for field, without in IDENTITY.items() if without is not None]
    + [f"AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.{column} = i.id)" for table, column in ABOUT_PEOPLE]
)
_THEIRS = "FROM message m WHERE m.identity_id = identity.id AND m.direction = 'in' AND m.kind != 'post'"
_RECOUNT = f"""
UPDATE identity SET
  messages_in = (SELECT count(*) {_THEIRS}),
  messages_out = (SELECT count(*) FROM message m WHERE m.to_identity_id = identity.id AND m.direction = 'out'),
  first_seen_at = (SELECT min(m.sort_at) {_THEIRS}),
  last_seen_at = (SELECT max(m.sort_at) {_THEIRS}),
  thanked_at = (SELECT max(m.sort_at) FROM message m WHERE m.to_identity_id = identity.id AND m.purpose = 'thank')
WHERE id {_OF_THESE}"""


def mark(tx: Transaction, place: int) -> None:
    tx.connection.exec_driver_sql(_MARK, (tx.wall, tx.wall, place))


def go_on(tx: Transaction) -> bool:
    """One slice of a place that is marked; whether more is left to forget."""
    place = tx.connection.exec_driver_sql(_NEXT).scalar()
    if place is None:
        return False
    with overwritten(tx):
        people = _slice(tx, place)
        if people is None:
            people = _last(tx, place)
        _let_go(tx, people)
    return tx.connection.exec_driver_sql(_NEXT).scalar() is not None


def _slice(tx: Transaction, place: int) -> set[int] | None:
    """Conversations with what was said in them, then what was said to nobody; None when nothing of it is left. Whom it
    is about."""
    talks = json.dumps(tx.connection.exec_driver_sql(_TALKS, (place, CONVERSATIONS)).scalars().all())
    said = tx.connection.exec_driver_sql(_SAID, (talks, MESSAGES)).all()
    if not said and talks == "[]":
        said = tx.connection.exec_driver_sql(_SAID_TO_ALL, (place, MESSAGES)).all()
        if not said:
            return None
    people = {id for row in said for id in row[1:] if id is not None}
    messages = json.dumps([row[0] for row in said])
    for entry in known.indexed(tx, f"m.id {_OF_THESE}", messages):
        search.unindex(tx.connection, *entry)
    tx.connection.exec_driver_sql(f"DELETE FROM message WHERE id {_OF_THESE}", (messages,))
    return people | _conversations(tx, talks)


def _conversations(tx: Transaction, talks: str) -> set[int]:
    """Those in which nothing is left go; one that was cut stands as the rest of it has it. With whom they were."""
    rows = tx.connection.exec_driver_sql(_EMPTY, (talks,)).all()
    gone = {id for id, _ in rows}
    empty = json.dumps(sorted(gone))
    conversations.uncount(tx, f"c.id {_OF_THESE}", empty)
    sent = f"SELECT id FROM delivery WHERE conversation_id {_OF_THESE}"
    for sql in (
        f"DELETE FROM delivery_event WHERE delivery_id IN ({sent})",
        f"DELETE FROM delivery WHERE conversation_id {_OF_THESE}",
        f"DELETE FROM conversation WHERE id {_OF_THESE}",
    ):
        tx.connection.exec_driver_sql(sql, (empty,))
    for id in json.loads(talks):
        if id not in gone:
            tx.touch_conversation(id)
    return {counterpart for _, counterpart in rows}


def _last(tx: Transaction, place: int) -> set[int]:
    """The place itself, and what hangs on it. Who reacted there."""
    reacted = tx.connection.exec_driver_sql("SELECT DISTINCT identity_id FROM reaction WHERE account_id = ?", (place,))
    people = set(reacted.scalars())
    for sql in (
        "DELETE FROM delivery_event WHERE delivery_id IN (SELECT id FROM delivery WHERE account_id = ?)",
        "DELETE FROM delivery WHERE account_id = ?",
        "DELETE FROM place_log WHERE account_id = ?",
        # SQLite gives ids again: what was read in here is not to be of a place that comes later.
        "UPDATE import_run SET account_id = NULL WHERE account_id = ?",
        "DELETE FROM account WHERE id = ?",
    ):
        tx.connection.exec_driver_sql(sql, (place,))
    tx.changed.places.add(place)
    return people


def _let_go(tx: Transaction, people: Collection[int]) -> None:
    """Whoever is a name only goes; the others are counted anew."""
    for identity in strangers(tx, people):
        tx.connection.exec_driver_sql("DELETE FROM identity WHERE id = ?", (identity,))
    recount(tx, people)
    for identity in people:
        tx.touch_person(identity)
        for conversation in tx.connection.exec_driver_sql(_ELSEWHERE, (identity,)).scalars().all():
            tx.touch_conversation(conversation)


def strangers(tx: Transaction, people: Collection[int], *, me_too: bool = False) -> set[int]:
    """Those of whom nothing is left but a name."""
    return set(tx.connection.exec_driver_sql(_STRANGERS, (json.dumps(sorted(people)), int(me_too))).scalars())


def recount(tx: Transaction, people: Collection[int]) -> None:
    """After messages of theirs went."""
    tx.connection.exec_driver_sql(_RECOUNT, (json.dumps(sorted(people)),))


@contextmanager
def overwritten(tx: Transaction) -> Iterator[None]:
    tx.connection.exec_driver_sql("PRAGMA secure_delete=ON").close()
    try:
        yield
    finally:
        tx.connection.exec_driver_sql("PRAGMA secure_delete=OFF").close()
