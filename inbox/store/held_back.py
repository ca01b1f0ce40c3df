"""Coming back: what waits to be sent and under which the ground moved, with what moved, for one page of decisions.

The same facts as `claims.what_moved`, which holds a delivery back; here they are shown.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.model import DeliveryState, Verb
from inbox.core.text import snippet
from inbox.core.views import Heard, HeldBack
from inbox.store import delivery_rows, listing, outbox_view

MOST = 200
_OPEN = f"""
SELECT d.id, d.conversation_id, d.target_id, d.ground_newest_in_id, d.state, d.verb, d.attempts, d.target_version,
  d.target_state, m.version, m.remote_state,
  (SELECT max(e.at) FROM delivery_event e WHERE e.delivery_id = d.id AND e.why IN {delivery_rows.QUEUED_WORDS}),
  (SELECT e.why FROM delivery_event e WHERE e.delivery_id = d.id ORDER BY e.id DESC LIMIT 1)
FROM delivery d LEFT JOIN message m ON m.id = d.target_id
WHERE d.state IN ('waiting', 'needs_you') ORDER BY d.id LIMIT {MOST}"""
_NEWER_IN = """
SELECT m.id, i.name, coalesce(t.text, ''), m.sort_at FROM message m JOIN identity i ON i.id = m.identity_id
LEFT JOIN message_text t ON t.id = m.id
WHERE m.conversation_id = ?1 AND m.direction = 'in' AND m.arrived_at > ?2
  AND m.remote_state IN ('visible', 'held') AND m.joined_to IS NULL
  AND m.sort_at > coalesce((SELECT sort_at FROM message WHERE id = ?3), -1) ORDER BY m.sort_at, m.id"""
_ANSWERED = """
SELECT m.id, i.name, coalesce(t.text, ''), m.sort_at FROM message m JOIN identity i ON i.id = m.identity_id
LEFT JOIN message_text t ON t.id = m.id
WHERE m.parent_id = ?1 AND m.direction = 'out' AND m.arrived_at > ?2 AND m.remote_id NOT LIKE 'local:%'
  AND m.remote_state IN ('visible', 'held') AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id)
ORDER BY m.sort_at DESC, m.id DESC LIMIT 1"""


def held_back(conn: Connection) -> list[HeldBack]:
    """Oldest first: what asks already, and what would ask as soon as it were to leave."""
    found: list[HeldBack] = []
    for row in conn.exec_driver_sql(_OPEN).all():
        held = _held(conn, row)
        if held is not None:
            found.append(held)
    return found


def _held(conn: Connection, row: Any) -> HeldBack | None:
    (
        id, conversation, target, ground, state, verb, attempts, was_version, was_state, version, remote_state,
        queued, last_note,
    ) = row  # fmt: skip
    is_words = verb == Verb.REPLY
    since = conn.exec_driver_sql(_NEWER_IN, (conversation, queued, ground)).all() if is_words else []
    answered = conn.exec_driver_sql(_ANSWERED, (target, queued)).first() if is_words else None
    is_edited = is_words and bool(was_version and version) and version != was_version
    is_gone = remote_state is None or (
        remote_state not in ("visible", was_state) if is_words else remote_state in ("deleted", "gone")
    )
    # It asks before it was ever tried, for something that only the network saw (answers are closed there).
    asks = state == DeliveryState.NEEDS_YOU and attempts == 0 and last_note != delivery_rows.SIGN_IN
    if not (since or answered or is_edited or is_gone or asks):
        return None
    rows = listing.rows(conn, [conversation]) if conversation is not None else []
    return HeldBack(
        delivery=outbox_view.delivery(conn, id),
        row=rows[0] if rows else None,
        since=tuple(map(_heard, since)),
        answered=None if answered is None else _heard(answered),
        is_edited=is_edited,
        is_gone=is_gone,
    )


def _heard(row: Any) -> Heard:
    message, author, text, at = row
    return Heard(message, author, snippet(text), from_micros(at))
