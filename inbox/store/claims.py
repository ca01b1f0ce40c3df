"""What is to be sent or looked after now, and taking it: the bytes are frozen and durable before the first one leaves.

Order is by id, never by a clock. Times that were stored are not believed beyond a quarter of an hour (decision 18).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from inbox.core.clock import from_micros, to_micros
from inbox.core.faultpoints import fault_point
from inbox.core.model import DeliveryState, Moderation, PlaceStatus, Purpose, Verb
from inbox.core.ports import Claim
from inbox.store import delivery_rows
from inbox.store.delivery_rows import QUARTER_HOUR, Delivery
from inbox.store.reading import Reader
from inbox.store.transaction import Transaction

ORPHANED = "Parlour ended while it was being sent; it looks whether it arrived."
DAMAGED = "The copy kept here is damaged, so it is not sent again. Look there, then say whether it is there."

_TARGET = """
SELECT m.kind_space, m.remote_id, t.root, i.instance, i.stable_id, m.created_at, coalesce(x.raw, ''), m.thread_id
FROM message m JOIN thread t ON t.id = m.thread_id JOIN identity i ON i.id = m.identity_id
LEFT JOIN message_text x ON x.id = m.id WHERE m.id = ?"""
# My words in that thread that are not this delivery's: known before it was first tried, or another delivery's.
_CLAIMED = """
SELECT m.remote_id FROM message m
WHERE m.thread_id = ?1 AND m.direction = 'out' AND m.remote_id NOT LIKE 'local:%' AND m.id IS NOT ?2
  AND (m.arrived_at < ?3 OR EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id AND d.id != ?4))
UNION SELECT d.remote_id FROM delivery d WHERE d.account_id = ?5 AND d.remote_id != '' AND d.id != ?4
  AND d.target_id IN (SELECT id FROM message WHERE thread_id = ?1)"""
_FIRST_TRY = "SELECT min(at) FROM delivery_event WHERE delivery_id = ? AND now = 'sending'"
_QUEUED = f"SELECT max(at) FROM delivery_event WHERE delivery_id = ? AND why IN {delivery_rows.QUEUED_WORDS}"
# What they wrote that came to this computer since, and is not merely old news found late.
_NEWER_IN = """
SELECT 1 FROM message m WHERE m.conversation_id = ?1 AND m.direction = 'in' AND m.arrived_at > ?2
  AND m.remote_state IN ('visible', 'held') AND m.joined_to IS NULL
  AND m.sort_at > coalesce((SELECT sort_at FROM message WHERE id = ?3), -1) LIMIT 1"""
# My own words to the same message that came in from the network since, and are no delivery's.
_ANSWERED_SINCE = """
SELECT 1 FROM message m WHERE m.parent_id = ?1 AND m.direction = 'out' AND m.arrived_at > ?2
  AND m.remote_id NOT LIKE 'local:%' AND m.remote_state IN ('visible', 'held')
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id) LIMIT 1"""
_FAR = 2**62


def due(tx: Transaction, now: datetime) -> list[int]:
    """Delivery ids to work on now, in order of queueing; of each target only the first that is still open."""
    wall = to_micros(now)
    return [id for id, at in _turns(tx, wall) if at is None or at <= wall]


def next_due(tx: Transaction) -> datetime | None:
    """When there is something to do next, in the past if now; None when there is nothing."""
    times = [at for _, at in _turns(tx, tx.wall)]
    return from_micros(min(at or 0 for at in times)) if times else None


def _turns(tx: Transaction, wall: int) -> list[tuple[int, int | None]]:
    """(delivery, not before). At a place that is offline nobody leaves before an earlier one that waits for it to
    answer: what was written first arrives first."""
    offline = set(
        tx.connection.exec_driver_sql("SELECT id FROM account WHERE status = ?", (PlaceStatus.OFFLINE.value,)).scalars()
    )
    waits: dict[int, int] = {}
    turns: list[tuple[int, int | None]] = []
    for row in _heads(tx):
        at = _believed(tx, row, wall)
        if row.state == DeliveryState.WAITING and row.account_id in offline:
            if row.account_id in waits:
                at = max(at or 0, waits[row.account_id])
            elif at is not None and row.looks:
                waits[row.account_id] = at
        turns.append((row.id, at))
    return turns


def _heads(tx: Transaction) -> list[Delivery]:
    """WAITING and UNSURE ones whose turn it is: nothing earlier towards the target is open, the place is at work."""
    resting = set(
        tx.connection.exec_driver_sql(
            "SELECT id FROM account WHERE paused != 0 OR removed_at IS NOT NULL OR status = ?",
            (PlaceStatus.NEEDS_YOU.value,),
        ).scalars()
    )
    heads: list[Delivery] = []
    taken: set[tuple[int, int | None]] = set()
    words_ask: set[tuple[int, int | None]] = set()
    for row in delivery_rows.select(tx, "state IN ('waiting', 'sending', 'unsure', 'needs_you')"):
        target = (row.account_id, row.target_id)
        if row.state == DeliveryState.NEEDS_YOU:
            if row.is_words:
                words_ask.add(target)
            continue
        if target in taken or (row.is_words and target in words_ask):
            continue
        taken.add(target)
        if row.state != DeliveryState.SENDING and row.account_id not in resting:
            heads.append(row)
    return heads


def _believed(tx: Transaction, row: Delivery, wall: int) -> int | None:
    """`not_before_at`, put right in the row when the computer's clock was wrong when it was stored."""
    at = row.not_before_at
    if at is None:
        return None
    if row.was_tried or row.looks or row.state == DeliveryState.UNSURE:
        believed = min(at, wall + QUARTER_HOUR)
    elif row.queued_at > wall + QUARTER_HOUR:
        believed = wall + max(0, at - row.queued_at)
        delivery_rows.change(tx, row.id, queued_at=wall)
    else:
        believed = at
    if believed != at:
        delivery_rows.change(tx, row.id, not_before_at=believed)
    return believed


def look_at(tx: Transaction, delivery: int) -> Claim | None:
    """The facts of a delivery that is WAITING or UNSURE; None when it is neither."""
    row = delivery_rows.get(tx, delivery)
    if row.state not in (DeliveryState.WAITING, DeliveryState.UNSURE):
        return None
    return _as_claim(tx, row)


def claim(tx: Transaction, delivery: int, frozen: bytes, now: datetime) -> Claim | None:
    """WAITING or UNSURE -> SENDING. None when it is not ours to send: somebody else took it, or what is known here by
    now holds it back (it asks then). `frozen` is kept the first time; later attempts repeat what was kept."""
    row = delivery_rows.get(tx, delivery)
    if row.state not in (DeliveryState.WAITING, DeliveryState.UNSURE):
        return None
    if row.state == DeliveryState.WAITING:
        held = what_moved(tx, row)
        if held:
            delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, held, not_before_at=None)
            return None
    if row.frozen is not None:
        if hashlib.sha256(row.frozen).hexdigest() != row.frozen_sha256:
            delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, DAMAGED, not_before_at=None)
            return None
        frozen = row.frozen
    wall = to_micros(now)
    moved = delivery_rows.move(
        tx,
        row,
        DeliveryState.SENDING,
        "",
        note=f"attempt {row.attempts + 1}",
        frozen=frozen,
        frozen_sha256=hashlib.sha256(frozen).hexdigest(),
        attempts=row.attempts + 1,
        looks=0,
        first_try_at=row.first_try_at or wall,
        last_try_at=wall,
        not_before_at=None,
    )
    if not moved:
        return None
    fault_point("claim.written")
    return _as_claim(tx, delivery_rows.get(tx, delivery))


def what_moved(tx: Transaction, row: Delivery) -> str:
    """Why it must not leave without the person, from what is known here: a sentence, or ""."""
    target = tx.connection.exec_driver_sql(
        "SELECT version, remote_state FROM message WHERE id = ?", (row.target_id,)
    ).first()
    if target is None:
        return "What it is about is no longer here. Drop it."
    version, state = target
    if not row.is_words:
        return "What you meant is no longer there. Drop it." if state in ("deleted", "gone") else ""
    if state != row.target_state and state != "visible":
        return "The message you answer is no longer shown there. Send it all the same, or drop it."
    if row.target_version and version and version != row.target_version:
        return "They edited the message you answer. Read it again, then send or drop your answer."
    queued = tx.connection.exec_driver_sql(_QUEUED, (row.id,)).scalar()
    if _one(tx, _NEWER_IN, row.conversation_id, queued, row.ground_newest_in_id):
        return "They wrote again after you did. Read it, then send or drop your answer."
    if _one(tx, _ANSWERED_SINCE, row.target_id, queued):
        return "You answered elsewhere meanwhile. Send this too, or drop it."
    return ""


def _one(tx: Transaction, sql: str, *values: object) -> bool:
    return tx.connection.exec_driver_sql(sql, values).first() is not None


def recover(tx: Transaction, place: int | None = None) -> int:
    """Nobody is sending (at that place), so what says so is an orphan of unknown outcome. How many."""
    orphans = delivery_rows.select(tx, "state = 'sending' AND (?1 IS NULL OR account_id = ?1)", place)
    for row in orphans:
        # The server may still be at work on it: services/attempts waits out the settling time from `last_try_at`.
        delivery_rows.move(tx, row, DeliveryState.UNSURE, ORPHANED, note="orphaned", not_before_at=None)
    fault_point("recover.written")
    return len(orphans)


def _as_claim(tx: Transaction, row: Delivery) -> Claim | None:
    target = tx.connection.exec_driver_sql(_TARGET, (row.target_id,)).first()
    if target is None:
        return None
    kind_space, remote_id, root, instance, stable_id, created_at, raw, thread = target
    first_try = tx.connection.exec_driver_sql(_FIRST_TRY, (row.id,)).scalar()
    claimed = tx.connection.exec_driver_sql(
        _CLAIMED, (thread, row.message_id, _FAR if first_try is None else first_try, row.id, row.account_id)
    )
    return Claim(
        id=row.id,
        key=row.key,
        verb=Verb(row.verb),
        purpose=Purpose(row.purpose),
        place=Reader(tx.connection).place(row.account_id),
        text=row.text,
        moderation=Moderation(row.moderation) if row.moderation else None,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        looks=row.looks,
        queued_at=from_micros(row.queued_at),
        first_try_at=None if row.first_try_at is None else from_micros(row.first_try_at),
        last_try_at=None if row.last_try_at is None else from_micros(row.last_try_at),
        frozen=row.frozen,
        target_kind_space=kind_space,
        target_remote_id=remote_id,
        target_thread=root,
        target_version=row.target_version,
        target_author=(instance, stable_id),
        target_state=row.target_state,
        target_created_at=from_micros(created_at),
        target_raw=raw,
        claimed=frozenset(claimed.scalars()),
    )
