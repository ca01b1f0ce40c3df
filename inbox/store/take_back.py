"""Taking an import back: the messages, people and threads that it made go, and everything else is as it was before.

Left alone is what has become more than the import's own: a message that its place has shown since
(`import_items.seen_live`) or that was answered, and whoever is starred, noted, or wrote something else.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from inbox.core.moving import ImportState
from inbox.store import conversations, doubles, forgetting, homes, import_items, known, search, subjects, threads
from inbox.store.transaction import Transaction

_FREE = """
SELECT m.id FROM import_item x JOIN message m ON m.id = x.item_id WHERE x.run_id = ? AND x.kind = 'message'
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.target_id = m.id OR d.message_id = m.id)"""
_THEIRS = """
SELECT DISTINCT conversation_id, identity_id, to_identity_id, thread_id FROM message
WHERE id IN (SELECT value FROM json_each(?))"""
_ORPHANED = """
SELECT id, conversation_id, to_identity_id, direction FROM message
WHERE parent_id IN (SELECT value FROM json_each(?1)) AND id NOT IN (SELECT value FROM json_each(?1))"""
_PER_THREAD = """
SELECT thread_id, count(*) FROM message WHERE id IN (SELECT value FROM json_each(?)) GROUP BY thread_id"""
_EMPTY_TALKS = """
SELECT c.id FROM conversation c WHERE c.id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id)
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.conversation_id = c.id)"""
_EMPTY_THREADS = """
SELECT t.id FROM thread t WHERE t.id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = t.id)"""
_EMPTY_PLACE = """
SELECT a.id FROM import_run r JOIN account a ON a.id = r.account_id WHERE r.id = ? AND r.made_place
AND json_extract(a.settings, '$.archive') = 'yes'
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.account_id = a.id)
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.account_id = a.id)"""


def take_back(tx: Transaction, run: int) -> str:
    """Returns a sentence about what was left, or ""."""
    connection = tx.connection
    made = import_items.of(tx, run, import_items.MESSAGE)
    messages = set(connection.exec_driver_sql(_FREE, (run,)).scalars())
    rows = connection.exec_driver_sql(_THEIRS, (_json(messages),)).all()
    talks = {row[0] for row in rows} - {None}
    people = {id for row in rows for id in row[1:3]} - {None}
    talks |= _remove(tx, messages)
    gone = _remove_talks(tx, talks)
    threads_made = import_items.of(tx, run, import_items.THREAD)
    for thread in connection.exec_driver_sql(_EMPTY_THREADS, (_json(threads_made),)).scalars().all():
        connection.exec_driver_sql("DELETE FROM thread WHERE id = ?", (thread,))
    doubles.join(tx, talks - gone)
    for talk in talks - gone:
        tx.touch_conversation(talk)
    _remove_people(tx, run, people)
    _remove_place(tx, run)
    connection.exec_driver_sql("DELETE FROM import_item WHERE run_id = ?", (run,))
    state = "UPDATE import_run SET state = ? WHERE id = ?"
    connection.exec_driver_sql(state, (ImportState.UNDONE.value, run))
    left = len(made - messages)
    if not left:
        return ""
    return (
        "One message stays, since you answered it." if left == 1 else f"{left} messages stay, since you answered them."
    )


def _remove(tx: Transaction, messages: Collection[int]) -> set[int]:
    """Returns conversations that changed by it, besides their own."""
    connection, ids = tx.connection, _json(messages)
    orphaned = connection.exec_driver_sql(_ORPHANED, (ids,)).all()
    for entry in known.indexed(tx, "m.id IN (SELECT value FROM json_each(?))", ids):
        search.unindex(connection, *entry)
    for thread, number in connection.exec_driver_sql(_PER_THREAD, (ids,)).all():
        threads.count(tx, thread, -number)
    connection.exec_driver_sql(
        "UPDATE message SET joined_to = NULL WHERE joined_to IN (SELECT value FROM json_each(?))", (ids,)
    )
    for id, was_in, was_to, direction in orphaned:
        connection.exec_driver_sql("UPDATE message SET parent_id = NULL WHERE id = ?", (id,))
        if direction == "out":
            homes.move_mine(tx, id, was_in, was_to, None, None)
            homes.bring_home_replies(tx, id)
    connection.exec_driver_sql("DELETE FROM message WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    return {row[1] for row in orphaned} - {None}


def _remove_talks(tx: Transaction, talks: Collection[int]) -> set[int]:
    empty = set(tx.connection.exec_driver_sql(_EMPTY_TALKS, (_json(talks),)).scalars())
    conversations.uncount(tx, "c.id IN (SELECT value FROM json_each(?))", _json(empty))
    tx.connection.exec_driver_sql(
        "DELETE FROM conversation WHERE id IN (SELECT value FROM json_each(?))", (_json(empty),)
    )
    return empty


def _remove_people(tx: Transaction, run: int, people: Collection[int]) -> None:
    made = import_items.of(tx, run, import_items.IDENTITY)
    gone = forgetting.strangers(tx, made, me_too=True)
    for identity in {*people, *made} - gone:
        subjects.touch_identity(tx, identity)
    for identity in gone:
        tx.touch_person(identity)
    tx.connection.exec_driver_sql("DELETE FROM identity WHERE id IN (SELECT value FROM json_each(?))", (_json(gone),))
    forgetting.recount(tx, {*people, *made} - gone)


def _remove_place(tx: Transaction, run: int) -> None:
    place = tx.connection.exec_driver_sql(_EMPTY_PLACE, (run,)).scalar()
    if place is not None:
        tx.changed.places.add(place)
        for table in ("counter", "place_log", "cursor"):
            tx.connection.exec_driver_sql(f"DELETE FROM {table} WHERE account_id = ?", (place,))
        tx.connection.exec_driver_sql("DELETE FROM account WHERE id = ?", (place,))


def _json(ids: Collection[int]) -> str:
    return json.dumps(sorted(ids))
