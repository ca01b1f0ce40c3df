"""Turns of conversations (`rules/facts.py`), kept in step with messages.

Triggers of the schema note in `message_change` from where on a conversation is to be folded again, whichever room
changed a message: only its end, when something was added to it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from inbox.rules.facts import Said, Turn, follow_on
from inbox.store.tables import COUNTED_IN, COUNTED_OUT
from inbox.store.transaction import Transaction

_CHANGED = "SELECT identity_id, conversation_id, since_at FROM message_change"
# The last turn that began before what changed; what it said since is folded again, unless that is before it too.
_LAST = """
SELECT t.conversation_id, t.n, t.mine, t.at, t.message_id, t.last_at, t.last_id, t.asked_at, t.asked_id
FROM json_each(?) w CROSS JOIN turn t ON t.conversation_id = json_extract(w.value, '$[0]') AND t.n = (
  SELECT max(u.n) FROM turn u
  WHERE u.conversation_id = json_extract(w.value, '$[0]') AND u.at < json_extract(w.value, '$[1]'))"""
_SAID = f"""
SELECT m.sort_at, m.id, m.direction = 'out', m.conversation_id FROM json_each(?) w
CROSS JOIN message m INDEXED BY ix_message_conversation ON m.conversation_id = json_extract(w.value, '$[0]')
  AND (m.sort_at, m.id) > (json_extract(w.value, '$[1]'), json_extract(w.value, '$[2]'))
WHERE (({COUNTED_IN}) OR ({COUNTED_OUT})) AND m.kind != 'pingback' ORDER BY m.conversation_id, m.sort_at, m.id"""
_FORGET = "DELETE FROM turn WHERE conversation_id = ? AND n >= ?"
_KEEP = """
INSERT INTO turn (conversation_id, n, identity_id, mine, at, message_id, last_at, last_id, asked_at, asked_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_WHOSE = "SELECT id, counterpart_id FROM conversation WHERE id IN (SELECT value FROM json_each(?))"
_OF_PEOPLE = """
SELECT c.counterpart_id, c.id FROM identity i JOIN conversation c ON c.counterpart_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?))"""


def follow(tx: Transaction) -> set[int]:
    """Fold what changed since the last time. Returns the identities whose messages these are, or were."""
    rows = tx.connection.exec_driver_sql(_CHANGED).all()
    if not rows:
        return set()
    tx.connection.exec_driver_sql("DELETE FROM message_change")
    since: dict[int, int] = {}
    for _, conversation, at in rows:
        if conversation:
            since[conversation] = min(at, since.get(conversation, at))
    _fold(tx, since)
    return {identity for identity, _, _ in rows}


def follow_anew(tx: Transaction, people: Collection[int]) -> None:
    """Fold every conversation of these people (roots) from its beginning."""
    rows = tx.connection.exec_driver_sql(_OF_PEOPLE, (json.dumps(sorted(people)),)).all()
    _fold(tx, {conversation: -(2**62) for _, conversation in rows})


def _fold(tx: Transaction, since: dict[int, int]) -> None:
    """`since`: conversation to the time from which on it is to be folded."""
    if not since:
        return
    wanted = json.dumps([[conversation, at] for conversation, at in since.items()])
    last = {row[0]: _turn(row) for row in tx.connection.exec_driver_sql(_LAST, (wanted,))}
    begins: list[tuple[int, int, int]] = []
    for conversation, at in since.items():
        turn = last.get(conversation)
        if turn is None:
            begins.append((conversation, -(2**62), 0))
        elif turn.last_at < at:
            begins.append((conversation, turn.last_at, turn.last_message))
        else:
            last[conversation] = _begun(turn)
            begins.append((conversation, turn.at, turn.message))
    said: dict[int, list[Said]] = defaultdict(list)
    for at, id, mine, conversation in tx.connection.exec_driver_sql(_SAID, (json.dumps(begins),)):
        said[conversation].append(Said(at, id, bool(mine), conversation))
    ids = json.dumps(sorted(since))
    whose = dict(map(tuple, tx.connection.exec_driver_sql(_WHOSE, (ids,))))
    turns = {id: follow_on(last.get(id), said[id]) for id in since}
    tx.connection.exec_driver_sql(_FORGET, [(id, last[id].n if id in last else 0) for id in since])
    rows = [_row(turn, whose[id]) for id, some in turns.items() if id in whose for turn in some]
    if rows:
        tx.connection.exec_driver_sql(_KEEP, rows)


def _begun(turn: Turn) -> Turn:
    """As it was with its first message only."""
    return replace(turn, last_at=turn.at, last_message=turn.message)


def _turn(row: Any) -> Turn:
    conversation, n, mine, *rest = row
    return Turn(conversation, n, bool(mine), *rest)


def _row(turn: Turn, identity: int) -> tuple[Any, ...]:
    return (
        turn.conversation,
        turn.n,
        identity,
        int(turn.mine),
        turn.at,
        turn.message,
        turn.last_at,
        turn.last_message,
        turn.asked_at,
        turn.asked_message,
    )
