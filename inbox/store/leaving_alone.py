"""Who is not to be contacted: the flag, and the wish of theirs because of which it is offered."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.manners import Notice, StopOffer
from inbox.core.model import DeliveryState
from inbox.store import delivery_rows, people, promises, subjects
from inbox.store.transaction import Transaction

OFFERED_FOR = timedelta(days=365)
_LOOKED_AT = 20

_FLAGGED = """
SELECT 1 FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? AND j.do_not_contact LIMIT 1"""
_WISHES = """
SELECT n.message_id, n.words, m.sort_at, m.conversation_id, i.person, a.network, a.canonical, m.kind_space, m.remote_id
FROM identity who JOIN identity i ON i.person = who.person JOIN message m ON m.identity_id = i.id
JOIN noticed n ON n.message_id = m.id AND n.what = 'please_stop' JOIN account a ON a.id = m.account_id
WHERE who.id = ? AND m.sort_at >= ? AND m.direction = 'in' AND m.gone_at IS NULL AND m.joined_to IS NULL
  AND m.remote_state IN ('visible', 'held') AND n.first = (
    SELECT min(o.first) FROM noticed o WHERE o.message_id = n.message_id AND o.what = 'please_stop')
ORDER BY m.sort_at DESC LIMIT ?"""
_ON_THEIR_WAY = """
state = 'waiting' AND verb = 'reply' AND target_id IN (
  SELECT m.id FROM identity who JOIN identity i ON i.person = who.person JOIN message m ON m.identity_id = i.id
  WHERE who.id = ? AND m.kind IN ('message', 'email'))"""
_HELD = "You marked them “do not contact” meanwhile. Cancel it, or take the mark away and send it again."
_TURNED_DOWN = "SELECT what FROM turned_down WHERE what IN (SELECT value FROM json_each(?))"


def may_not_contact(conn: Connection, identity: int) -> bool:
    return conn.exec_driver_sql(_FLAGGED, (identity,)).first() is not None


def flag(tx: Transaction, identity: int, *, flagged: bool) -> None:
    """Private words to them that have not left yet do not leave any more: they ask what to do."""
    people.do_not_contact(tx, identity, flagged=flagged)
    if not flagged:
        return
    for row in delivery_rows.select(tx, _ON_THEIR_WAY, identity):
        delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, _HELD)


def offer(conn: Connection, identity: int, now: datetime) -> StopOffer | None:
    if may_not_contact(conn, identity):
        return None
    found = conn.exec_driver_sql(_WISHES, (identity, to_micros(now - OFFERED_FOR), _LOOKED_AT)).all()
    names = {row[0]: _turned_down(subjects.message_key(*row[5:])) for row in found}
    refused = set(conn.exec_driver_sql(_TURNED_DOWN, (json.dumps(list(names.values())),)).scalars())
    for message, words, at, conversation, person, *_ in found:
        if names[message] not in refused:
            return StopOffer(person, words, from_micros(at), conversation, message)
    return None


def turn_down(tx: Transaction, message: int) -> None:
    promises.refuse(tx, message, _turned_down, "Not meant so")


def _turned_down(key: str) -> str:
    return f"{Notice.PLEASE_STOP} {key}"
