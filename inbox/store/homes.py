"""Which conversation a message lives in (decision 7): theirs in (thread, author), mine in that of what it answers.

My words that answer nothing known belong to the thread only, until what they answer arrives.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from inbox.core.model import Direction
from inbox.store import doubles, noticing
from inbox.store.subjects import touch_identity
from inbox.store.transaction import Transaction

_FIND = """
SELECT thread_id, counterpart_id, id FROM conversation
WHERE thread_id IN (SELECT value FROM json_each(?)) AND counterpart_id IN (SELECT value FROM json_each(?))"""
_MAKE = "INSERT INTO conversation (id, account_id, thread_id, counterpart_id) VALUES (?, ?, ?, ?)"
_PARENTS = """
SELECT remote_id, id, direction, identity_id, to_identity_id, conversation_id FROM message
WHERE account_id = ? AND kind_space = ? AND remote_id IN (SELECT value FROM json_each(?))"""
_ORPHANS = """
SELECT id, parent_remote, direction FROM message
WHERE account_id = ? AND kind_space = ? AND parent_remote IN (SELECT value FROM json_each(?)) AND parent_id IS NULL"""
_OWN_REPLIES = """
SELECT m.id, m.conversation_id, m.to_identity_id, p.identity_id, p.direction, p.conversation_id, p.to_identity_id
FROM message p JOIN message m ON m.account_id = p.account_id AND m.kind_space = p.kind_space
  AND m.parent_remote = p.remote_id AND m.direction = 'out' AND m.remote_id != p.remote_id
WHERE p.id = ?"""

_WROTE = """
SELECT id, account_id, thread_id, conversation_id, to_identity_id FROM message
WHERE identity_id = ? AND direction = ? ORDER BY created_at, id"""
_STANDS = "SELECT conversation_id, to_identity_id FROM message WHERE id = ?"
_COUNT_IN = """
UPDATE identity SET (messages_in, first_seen_at, last_seen_at) = (
  SELECT count(*), min(sort_at), max(sort_at) FROM message
  WHERE identity_id = ?1 AND direction = 'in' AND kind != 'post')
WHERE id = ?1"""
_ANSWERED_IN = """
SELECT DISTINCT m.conversation_id FROM message p JOIN message m ON m.account_id = p.account_id
  AND m.kind_space = p.kind_space AND m.parent_remote = p.remote_id AND m.remote_id != p.remote_id
WHERE p.id = ? AND m.direction = 'in'"""
_PARENT_OF = """
SELECT p.id, p.direction, p.identity_id, p.to_identity_id, p.conversation_id
FROM message m JOIN message p ON p.id = m.parent_id WHERE m.id = ?"""


class Parent(NamedTuple):
    """What a message answers."""

    id: int
    direction: str
    identity: int
    to: int | None
    conversation: int | None

    @property
    def counterpart(self) -> int | None:
        """To whom an answer speaks: the author, or for words of mine whom those were for."""
        return self.identity if self.direction == "in" else self.to


NOBODY = Parent(0, "out", 0, None, None)
"""The parent of what answers nothing known here."""


def conversations(tx: Transaction, account: int, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The conversation of each (thread, counterpart), made where there is none."""
    pairs = sorted(set(wanted))
    threads, people = ({pair[at] for pair in pairs} for at in (0, 1))
    rows = tx.connection.exec_driver_sql(_FIND, (json.dumps(sorted(threads)), json.dumps(sorted(people))))
    found: dict[tuple[int, int], int] = {(thread, person): id for thread, person, id in rows}
    new = [pair for pair in pairs if pair not in found]
    if new:
        found |= {pair: id for id, pair in enumerate(new, tx.next_id("conversation"))}
        tx.connection.exec_driver_sql(_MAKE, [(found[pair], account, *pair) for pair in new])
    return {pair: found[pair] for pair in pairs}


def parents(tx: Transaction, account: int, kind_space: str, remote_ids: Collection[str]) -> dict[str, Parent]:
    """Those that are here already."""
    if not remote_ids:
        return {}
    rows = tx.connection.exec_driver_sql(_PARENTS, (account, kind_space, json.dumps(sorted(remote_ids))))
    return {remote_id: Parent(*rest) for remote_id, *rest in rows}


def adopt(tx: Transaction, account: int, kind_space: str, arrived: dict[str, int]) -> None:
    """Messages (remote id: id) came later than their answers: those find their parent, and mine their conversation."""
    rows = tx.connection.exec_driver_sql(_ORPHANS, (account, kind_space, json.dumps(sorted(arrived)))).all()
    for id, parent_remote, direction in rows:
        sql = "UPDATE message SET parent_id = ? WHERE id = ?"
        tx.connection.exec_driver_sql(sql, (arrived[parent_remote], id))
        if direction == "in":
            sql = "SELECT conversation_id FROM message WHERE id = ?"  # whether it answers me is known now
            tx.touch_conversation(tx.connection.exec_driver_sql(sql, (id,)).scalar())
    for parent in {arrived[parent_remote] for _, parent_remote, direction in rows if direction == "out"}:
        bring_home_replies(tx, parent)


def bring_home_replies(tx: Transaction, parent: int) -> None:
    """My answers to a message follow it into its conversation, and my answers to those."""
    waiting = [parent]
    while waiting:
        for row in tx.connection.exec_driver_sql(_OWN_REPLIES, (waiting.pop(),)).all():
            id, was_in, was_to, author, direction, conversation, whose = row
            to = author if direction == "in" else whose
            if (was_in, was_to) != (conversation, to):
                move_mine(tx, id, was_in, was_to, conversation, to)
                waiting.append(id)


def move_mine(
    tx: Transaction, id: int, was_in: int | None, was_to: int | None, conversation: int | None, to: int | None
) -> None:
    sql = "UPDATE message SET conversation_id = ?, to_identity_id = ? WHERE id = ?"
    tx.connection.exec_driver_sql(sql, (conversation, to, id))
    if was_to != to:
        for person, by in ((was_to, -1), (to, 1)):
            count_out(tx, person, by)
    tx.touch_conversation(was_in)
    tx.touch_conversation(conversation)


def count_out(tx: Transaction, person: int | None, by: int) -> None:
    if person is not None:
        sql = "UPDATE identity SET messages_out = messages_out + ? WHERE id = ? RETURNING messages_out"
        now = tx.connection.exec_driver_sql(sql, (by, person)).scalar_one()
        tx.touch_person(person)
        if now == max(by, 0):
            # The first time I spoke to them, or no longer ever: none of their conversations is what it was.
            touch_identity(tx, person)


def become_mine(tx: Transaction, identity: int) -> None:
    """An identity turns out to be me, as its network says: what it wrote was never to me."""
    tx.connection.exec_driver_sql("UPDATE identity SET is_me_there = 1 WHERE id = ?", (identity,))
    follow_who_is_me(tx, identity)


def follow_who_is_me(tx: Transaction, identity: int) -> None:
    """After the network, or the person, said that an identity is me, or took that back: it is while either says so."""
    is_me, was_me = tx.connection.exec_driver_sql(
        "SELECT claimed OR is_me_there, is_me FROM identity WHERE id = ?", (identity,)
    ).one()
    if bool(is_me) != bool(was_me):
        tx.connection.exec_driver_sql("UPDATE identity SET is_me = ? WHERE id = ?", (is_me, identity))
        if is_me:
            _give_to_me(tx, identity)
        else:
            _give_back(tx, identity)
        tx.connection.exec_driver_sql(_COUNT_IN, (identity,))
        tx.touch_person(identity)


def _give_to_me(tx: Transaction, identity: int) -> None:
    rows = tx.connection.exec_driver_sql(_WROTE, (identity, Direction.IN.value)).all()
    # Whether they were read stays: it means nothing of own words, and counts again if they turn out not to be mine.
    tx.connection.exec_driver_sql(
        "UPDATE message SET direction = 'out', joined_to = NULL WHERE identity_id = ? AND direction = 'in'", (identity,)
    )
    for id, _, _, was_in, was_to in rows:
        # Out of its own conversation first: the answers to oneself may go round in a circle.
        move_mine(tx, id, was_in, was_to, None, None)
    for id, *_ in rows:
        row = tx.connection.exec_driver_sql(_PARENT_OF, (id,)).first()
        parent = Parent(*row) if row is not None else NOBODY
        was_in, was_to = tx.connection.exec_driver_sql(_STANDS, (id,)).one()
        move_mine(tx, id, was_in, was_to, parent.conversation, parent.counterpart)
        bring_home_replies(tx, id)
        _touch_answers(tx, id)
    noticing.notice(tx, [id for id, *_ in rows])


def _give_back(tx: Transaction, identity: int) -> None:
    """The opposite: what it wrote stands in conversations of its own, and what I answered comes along."""
    rows = tx.connection.exec_driver_sql(_WROTE, (identity, Direction.OUT.value)).all()
    tx.connection.exec_driver_sql(
        "UPDATE message SET direction = 'in' WHERE identity_id = ? AND direction = 'out'", (identity,)
    )
    homes = set[int]()
    for id, account, thread, was_in, was_to in rows:
        home = conversations(tx, account, [(thread, identity)])[thread, identity]
        homes.add(home)
        move_mine(tx, id, was_in, was_to, home, None)
        bring_home_replies(tx, id)
        _touch_answers(tx, id)
    doubles.join(tx, homes)
    noticing.notice(tx, [id for id, *_ in rows])


def _touch_answers(tx: Transaction, message: int) -> None:
    """Whoever answered this: whether that was said to me is another question now."""
    for conversation in tx.connection.exec_driver_sql(_ANSWERED_IN, (message,)).scalars():
        tx.touch_conversation(conversation)
