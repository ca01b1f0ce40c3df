"""Deliveries as rows: reading one, and the only way its state changes, with its line in `delivery_event`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inbox.core.errors import NotHere
from inbox.core.model import DeliveryState, Verb
from inbox.store.transaction import Transaction

QUARTER_HOUR = 15 * 60_000_000
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNSURE, DeliveryState.NEEDS_YOU)

QUEUED, ALL_THE_SAME, AGAIN = "queued", "sent all the same", "queued again"
QUEUED_WORDS = f"('{QUEUED}', '{ALL_THE_SAME}', '{AGAIN}')"
"""The `why` of the events after which the ground must not have moved."""
SIGN_IN = "sign-in"
"""The `why` of an event: refused before anything was sent, until somebody signs in."""

COLUMNS = (
    "id, key, account_id, verb, purpose, conversation_id, target_id, target_version, target_state, ground_newest_in_id,"
    " message_id, text, moderation, state, reason, not_before_at, queued_at, first_try_at, last_try_at, attempts,"
    " looks, frozen, frozen_sha256, remote_id, remote_url, replaces"
)
IN_ORDER = "coalesce(replaces, id), id"
"""What was asked to be sent again keeps its turn."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of `delivery`, as it is in this transaction."""

    id: int
    key: str
    account_id: int
    verb: str
    purpose: str
    conversation_id: int | None
    target_id: int | None
    target_version: str
    target_state: str
    ground_newest_in_id: int | None
    message_id: int | None
    text: str
    moderation: str
    state: str
    reason: str
    not_before_at: int | None
    queued_at: int
    first_try_at: int | None
    last_try_at: int | None
    attempts: int
    looks: int
    frozen: bytes | None
    frozen_sha256: str
    remote_id: str
    remote_url: str
    replaces: int | None

    @property
    def is_words(self) -> bool:
        return self.verb == Verb.REPLY

    @property
    def was_tried(self) -> bool:
        return self.attempts > 0


def get(tx: Transaction, delivery: int) -> Delivery:
    """Raises KeyError for an unknown id."""
    row = tx.connection.exec_driver_sql(f"SELECT {COLUMNS} FROM delivery WHERE id = ?", (delivery,)).first()
    if row is None:
        raise NotHere
    return Delivery(*row)


def select(tx: Transaction, where: str, *values: object, order: str = IN_ORDER) -> list[Delivery]:
    """`where` is our own SQL, never anything that came from outside."""
    rows = tx.connection.exec_driver_sql(f"SELECT {COLUMNS} FROM delivery WHERE {where} ORDER BY {order}", values)
    return [Delivery(*row) for row in rows]


def change(tx: Transaction, delivery: int, **values: Any) -> None:
    """Set columns other than the state."""
    names = ", ".join(f"{name} = ?" for name in values)
    tx.connection.exec_driver_sql(f"UPDATE delivery SET {names} WHERE id = ?", (*values.values(), delivery))
    tx.changed.outbox.add(delivery)


def move(tx: Transaction, row: Delivery, to: DeliveryState, why: str, *, note: str = "", **values: Any) -> bool:
    """Compare and set: False, and nothing done, when the delivery is no longer as `row` says. `why` is shown to the
    person; `note` is kept in its place in the event."""
    names = "".join(f", {name} = ?" for name in values)
    moved = tx.connection.exec_driver_sql(
        f"UPDATE delivery SET state = ?, reason = ?{names} WHERE id = ? AND state = ? AND attempts = ?",
        (to.value, why, *values.values(), row.id, row.state, row.attempts),
    )
    if moved.rowcount != 1:
        return False
    note_event(tx, row.id, row.state, to, note or why)
    tx.changed.outbox.add(row.id)
    tx.touch_conversation(row.conversation_id)
    return True


def note_event(tx: Transaction, delivery: int, was: str, now: DeliveryState, why: str) -> None:
    tx.connection.exec_driver_sql(
        "INSERT INTO delivery_event (delivery_id, at, was, now, why) VALUES (?, ?, ?, ?, ?)",
        (delivery, tx.now, was, now.value, why),
    )
