"""The same words by the same person in the same thread within a quarter of an hour are one message (decision 13).

Derived anew for a conversation whenever one of its messages came, changed or went, so that order never matters.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from inbox.core.clock import from_micros, to_micros
from inbox.core.model import RemoteState
from inbox.core.text import comparable
from inbox.rules.sameness import DOUBLE_WITHIN
from inbox.store.transaction import Transaction

_WITHIN = to_micros(from_micros(0) + DOUBLE_WITHIN)
_LIVE = (RemoteState.VISIBLE.value, RemoteState.HELD.value)
_SAID = """
SELECT m.conversation_id, m.id, m.created_at, m.remote_state, m.joined_to, t.text
FROM message m JOIN message_text t ON t.id = m.id
WHERE m.conversation_id IN (SELECT value FROM json_each(?)) AND m.direction = 'in' ORDER BY m.created_at, m.id"""


class _Said(NamedTuple):
    id: int
    at: int
    state: str
    joined_to: int | None
    text: str


def join(tx: Transaction, conversations: Collection[int]) -> None:
    """`conversations`: those in which something inbound came, changed its words, or changed how it stands."""
    said: dict[int, list[_Said]] = defaultdict(list)
    for conversation, *one in tx.connection.exec_driver_sql(_SAID, (json.dumps(sorted(conversations)),)):
        said[conversation].append(_Said(*one))
    updates: list[tuple[int | None, int]] = []
    for several in said.values():
        if len(several) > 1:
            first = _firsts(several)
            updates += [(first.get(one.id), one.id) for one in several if one.joined_to != first.get(one.id)]
    if updates:
        tx.connection.exec_driver_sql("UPDATE message SET joined_to = ? WHERE id = ?", updates)


def _firsts(said: list[_Said]) -> dict[int, int]:
    """For each double the id of the first of its kind, in order of writing."""
    firsts: dict[int, int] = {}
    latest: dict[str, _Said] = {}
    for one in said:
        words = comparable(one.text) if one.state in _LIVE else ""
        if not words:
            continue
        first = latest.get(words)
        if first is not None and one.at - first.at <= _WITHIN:
            firsts[one.id] = first.id
        else:
            latest[words] = one
    return firsts
