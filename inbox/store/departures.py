"""Messages that are no longer there: words are kept, and marked (decision 14)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from inbox.core.clock import to_micros
from inbox.core.fetched import Sweep
from inbox.core.model import RemoteState
from inbox.store.transaction import Transaction

_JUST_SENT = 10 * 60_000_000
"""A look that began before my words were out cannot have seen them."""
_NAMED = """
SELECT id, conversation_id, direction FROM message
WHERE account_id = ? AND kind_space = ? AND remote_id IN (SELECT value FROM json_each(?))
  AND remote_state != 'deleted'"""
_UNSEEN = """
SELECT m.id, m.conversation_id, m.direction FROM message m
WHERE m.account_id = ?1 AND m.kind_space = ?2 AND m.created_at >= ?3 AND m.created_at < ?4
  AND m.gone_at IS NULL AND m.remote_id NOT LIKE 'local:%'
  AND m.remote_id NOT IN (SELECT value FROM json_each(?5))
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id AND d.last_try_at > ?6)"""


def deleted(tx: Transaction, account: int, named: Iterable[tuple[str, str]]) -> set[int]:
    """What the network says was deleted. Returns the conversations in which something inbound went."""
    spaces: dict[str, list[str]] = {}
    for space, remote_id in named:
        spaces.setdefault(space, []).append(remote_id)
    went = set[int]()
    for space, ids in spaces.items():
        rows = tx.connection.exec_driver_sql(_NAMED, (account, space, json.dumps(ids))).all()
        went |= _mark(tx, rows, RemoteState.DELETED)
    return went


def swept(tx: Transaction, account: int, sweep: Sweep) -> set[int]:
    """What a complete look at a stretch of time did not see is no longer shown to us."""
    rows = tx.connection.exec_driver_sql(
        _UNSEEN,
        (
            account,
            sweep.kind_space,
            to_micros(sweep.since),
            to_micros(sweep.until),
            json.dumps(sorted(sweep.seen)),
            tx.wall - _JUST_SENT,
        ),
    )
    return _mark(tx, rows.all(), RemoteState.GONE)


def _mark(tx: Transaction, rows: Iterable[Any], state: RemoteState) -> set[int]:
    went = set[int]()
    for id, conversation, direction in rows:
        tx.connection.exec_driver_sql(
            "UPDATE message SET remote_state = ?, gone_at = coalesce(gone_at, ?) WHERE id = ?",
            (state.value, tx.wall, id),
        )
        tx.touch_conversation(conversation)
        if direction == "in" and conversation is not None:
            went.add(conversation)
    return went
