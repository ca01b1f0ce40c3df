"""Taking an import back: the messages, people and threads that it made go, and everything else is as it was before.

It is one step of the undo history, and is said to be taken back at once; a large one leaves in slices, what the person
does goes first between them, and a start goes on where an end broke off. First the acts are turned (what a card said),
then the messages go.

Left alone is what has become more than the import's own: a message that its place has shown since
(`import_items.seen_live`) or that was answered, and whoever is starred, noted, or wrote something else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from inbox.core.errors import Refused
from inbox.core.model import By
from inbox.core.moving import ImportState
from inbox.store import acts, conversations, doubles, forgetting, homes, import_items, known, search, subjects, threads
from inbox.store.acts import UNDO
from inbox.store.transaction import Transaction
from inbox.store.turning import GONE, is_taken_back, turn

AT_ONCE, SLICE, ACTS = 200, 100, 50
"""So many messages, acts and people are taken back with the step itself; messages or people, and acts, of a slice."""
ACT, MOVED = "act", "moved"
"""Kinds of `import_item` while an import leaves: acts that are still to be turned, and those that were left as they
are, since something else was done there."""

_LEAVING = "SELECT min(id) FROM import_run WHERE state = 'leaving'"
_HERE = """
SELECT m.id FROM import_item x JOIN message m ON m.id = x.item_id WHERE x.run_id = ? AND x.kind = 'message'"""
_FREE = f"""{_HERE}
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.target_id = m.id OR d.message_id = m.id)"""
_TO_TURN = """
INSERT OR IGNORE INTO import_item (run_id, kind, item_id)
SELECT ?, 'act', id FROM act WHERE batch = ? AND uuid != ?"""
_NEXT_ACTS = "SELECT item_id FROM import_item WHERE run_id = ? AND kind = 'act' ORDER BY item_id DESC LIMIT ?"
_NEXT_PEOPLE = "SELECT item_id FROM import_item WHERE run_id = ? AND kind = 'identity' LIMIT ?"
_LEFT = "SELECT count(*) FROM import_item WHERE run_id = ? AND kind IN ('act', 'message', 'identity')"
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
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = t.id)
AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.thread_id = t.id)"""
_EMPTY_PLACE = """
SELECT a.id FROM import_run r JOIN account a ON a.id = r.account_id WHERE r.id = ? AND r.made_place
AND json_extract(a.settings, '$.archive') = 'yes'
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.account_id = a.id)
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.account_id = a.id)"""


def take_back(tx: Transaction, read_in: acts.Act) -> None:
    """A small import at once; of a large one the first slice, the others by `go_on`."""
    about = subjects.find(tx.connection, read_in.subject)
    if about is None:
        raise Refused(f"{GONE} Nothing was changed.")
    run = about.id
    acts.record(tx, UNDO, about, read_in.after, read_in.before, label=read_in.label, undoes=read_in.uuid)
    _say(tx, run, ImportState.LEAVING)
    tx.connection.exec_driver_sql(_TO_TURN, (run, read_in.batch, read_in.uuid))
    tx.changed.sentence = f"Taken back: {read_in.label}."
    if _left(tx, run) > AT_ONCE:
        tx.changed.imports.add(run)
        tx.changed.sentence = f"{subjects.name_of(tx.connection, about)} is being taken back. You can go on meanwhile."
        _slice(tx, run)
    else:
        while _slice(tx, run):
            pass


def go_on(tx: Transaction) -> int:
    """One slice of an import that is on its way out. How many messages and acts are left, at least 1 while there is
    more to do."""
    run = tx.connection.exec_driver_sql(_LEAVING).scalar()
    if run is None:
        return 0
    _slice(tx, run)
    run = tx.connection.exec_driver_sql(_LEAVING).scalar()
    return 0 if run is None else max(1, _left(tx, run))


def _left(tx: Transaction, run: int) -> int:
    return int(tx.connection.exec_driver_sql(_LEFT, (run,)).scalar_one())


def _slice(tx: Transaction, run: int) -> bool:
    """The newest acts, then the newest messages with all that hangs on them, so that the file agrees with itself; then
    people of whom there were none, at last whatever else the import made. Whether more is left."""
    connection = tx.connection
    if to_turn := list(connection.exec_driver_sql(_NEXT_ACTS, (run, ACTS)).scalars()):
        _turn(tx, run, to_turn)
        return True
    messages = set(connection.exec_driver_sql(f"{_FREE} ORDER BY m.id DESC LIMIT {SLICE}", (run,)).scalars())
    if not messages and (others := list(connection.exec_driver_sql(_NEXT_PEOPLE, (run, SLICE)).scalars())):
        _remove_people(tx, run, others)
        import_items.drop(tx, run, import_items.IDENTITY, others)
        return True
    if not messages:
        _finish(tx, run)
        return False
    rows = connection.exec_driver_sql(_THEIRS, (_json(messages),)).all()
    talks = {row[0] for row in rows} - {None}
    people = {id for row in rows for id in row[1:3]} - {None}
    talks |= _remove(tx, messages)
    gone = _remove_talks(tx, talks)
    _remove_threads(tx, run, import_items.among(tx, run, import_items.THREAD, {row[3] for row in rows}))
    doubles.join(tx, talks - gone)
    for talk in talks - gone:
        tx.touch_conversation(talk)
    import_items.drop(tx, run, import_items.MESSAGE, messages)
    _remove_people(tx, run, people)
    return True


def _turn(tx: Transaction, run: int, ids: Sequence[int]) -> None:
    """Only what rules did is a step of the history besides the import itself."""
    moved = []
    for id, act in zip(sorted(ids, reverse=True), acts.with_ids(tx.connection, ids), strict=True):
        if not is_taken_back(tx, act) and turn(tx, act, label=act.label, by=By.ME if act.label else By.APP):
            moved.append(id)
    import_items.drop(tx, run, ACT, ids)
    import_items.add(tx, run, MOVED, moved)


def _finish(tx: Transaction, run: int) -> None:
    _remove_threads(tx, run, import_items.of(tx, run, import_items.THREAD))
    stays = _what_stays(tx, run)
    _remove_place(tx, run)
    tx.connection.exec_driver_sql("DELETE FROM import_item WHERE run_id = ?", (run,))
    _say(tx, run, ImportState.UNDONE, stays)
    if stays:
        tx.changed.sentence = f"Taken back in part. {stays}"


def _what_stays(tx: Transaction, run: int) -> str:
    """A sentence about it, or ""."""
    moved = sorted(import_items.of(tx, run, MOVED))
    said = []
    if moved:
        (first,) = acts.with_ids(tx.connection, moved[:1])
        about = subjects.find(tx.connection, first.subject)
        name = "" if about is None else f"{subjects.name_of(tx.connection, about)}: "
        others = f" So it is with {len(moved) - 1:,} more." if len(moved) > 1 else ""
        said.append(f"{name}something else was done there since.{others}" if name else f"{GONE}{others}")
    answered = tx.connection.exec_driver_sql(f"SELECT count(*) FROM ({_HERE})", (run,)).scalar_one()
    if answered:
        one = answered == 1
        said.append(
            "One message stays, since you answered it."
            if one
            else f"{answered:,} messages stay, since you answered them."
        )
    return " ".join(said)


def _say(tx: Transaction, run: int, state: ImportState, sentence: str = "") -> None:
    sql = "UPDATE import_run SET state = ?, sentence = ? WHERE id = ?"
    tx.connection.exec_driver_sql(sql, (state.value, sentence, run))


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


def _remove_threads(tx: Transaction, run: int, made: Collection[int]) -> None:
    """Those of them in which nothing is left."""
    empty = tx.connection.exec_driver_sql(_EMPTY_THREADS, (_json(made),)).scalars().all()
    for thread in empty:
        tx.connection.exec_driver_sql("DELETE FROM thread WHERE id = ?", (thread,))
    import_items.drop(tx, run, import_items.THREAD, empty)


def _remove_people(tx: Transaction, run: int, people: Collection[int]) -> None:
    """Those of them that the import made and of whom nothing is left; the others are counted anew."""
    made = import_items.among(tx, run, import_items.IDENTITY, people)
    gone = forgetting.strangers(tx, made, me_too=True)
    left = set(people) - gone
    for identity in left:
        subjects.touch_identity(tx, identity)
    for identity in gone:
        tx.touch_person(identity)
    tx.connection.exec_driver_sql("DELETE FROM identity WHERE id IN (SELECT value FROM json_each(?))", (_json(gone),))
    import_items.drop(tx, run, import_items.IDENTITY, gone)
    forgetting.recount(tx, left)


def _remove_place(tx: Transaction, run: int) -> None:
    place = tx.connection.exec_driver_sql(_EMPTY_PLACE, (run,)).scalar()
    if place is not None:
        tx.changed.places.add(place)
        for table in ("counter", "place_log", "cursor"):
            tx.connection.exec_driver_sql(f"DELETE FROM {table} WHERE account_id = ?", (place,))
        tx.connection.exec_driver_sql("DELETE FROM account WHERE id = ?", (place,))


def _json(ids: Collection[int]) -> str:
    return json.dumps(sorted(ids))
