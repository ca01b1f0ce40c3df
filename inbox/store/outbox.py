"""The outbox as the person works it: queue, change, take back, send again, say that it is there (decisions 15, 18).

Each function works in the transaction that it is given and marks there what it changed.
"""

from __future__ import annotations

from datetime import datetime

from inbox.core.clock import to_micros
from inbox.core.errors import NotHere, Refused
from inbox.core.faultpoints import fault_point
from inbox.core.model import DeliveryState, Kind, Moderation, Purpose, RemoteState, Verb
from inbox.store import acts, delivery_rows, own_words, subjects
from inbox.store.delivery_rows import Delivery
from inbox.store.ids import uuid7
from inbox.store.transaction import Transaction

QUEUE = "queue"
LABELS = {Verb.LIKE: "Like", Verb.UNLIKE: "Unlike"}
MODERATED = {
    Moderation.APPROVE: (RemoteState.VISIBLE, "Approve"),
    Moderation.HOLD: (RemoteState.HELD, "Hold back"),
    Moderation.SPAM: (RemoteState.SPAM, "Mark as spam"),
    Moderation.TRASH: (RemoteState.TRASH, "Put in the trash"),
}
"""How a message stands once moderated, and what the step is called."""
_OPPOSITE = {Verb.LIKE: Verb.UNLIKE, Verb.UNLIKE: Verb.LIKE}

_MAY_BE_OUT = "It may be out already. Look there, and change it there."
_ANSWERED = """
SELECT m.id, m.account_id, m.thread_id, m.identity_id, m.kind_space, m.remote_id, m.kind, m.sort_at,
  m.version, m.remote_state FROM message m WHERE m.id = ?"""
_NEWEST_IN = """
SELECT id FROM message WHERE conversation_id = ? AND direction = 'in' ORDER BY sort_at DESC, id DESC LIMIT 1"""
_QUEUED_BY = "SELECT uuid, label FROM act WHERE subject = ? AND verb = ? ORDER BY id DESC LIMIT 1"
_BATCH_OF = "SELECT batch FROM act WHERE subject = ? AND verb = ? ORDER BY id DESC LIMIT 1"
_INSERT = """
INSERT INTO delivery (key, account_id, verb, purpose, conversation_id, target_id, target_version, target_state,
  ground_newest_in_id, message_id, text, moderation, state, not_before_at, queued_at, replaces)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) RETURNING id"""


# ---------------------------------------------------------------------------------------------------------- queueing


def queue_words(
    tx: Transaction, conversation: int, to: int, text: str, purpose: Purpose, *, not_before: datetime | None
) -> int:
    """A reply or thank-you to message `to`, shown at once; the draft is dropped. Returns the delivery's id.

    Raises KeyError for an unknown message or conversation.
    """
    if tx.connection.exec_driver_sql("SELECT 1 FROM conversation WHERE id = ?", (conversation,)).first() is None:
        raise NotHere
    key = uuid7(tx.wall)
    answered, version, state = _answered(tx, to)
    message = own_words.write_down(tx, conversation, answered, key, text, purpose)
    fault_point("queue.message")
    delivery = _insert(
        tx,
        key,
        answered,
        Verb.REPLY,
        version,
        state,
        purpose=purpose,
        conversation=conversation,
        message=message,
        text=text,
        not_before=not_before,
    )
    fault_point("queue.delivery")
    tx.connection.exec_driver_sql("DELETE FROM draft WHERE conversation_id = ?", (conversation,))
    _log_queued(tx, delivery, "Thank-you" if purpose is Purpose.THANK else "Reply")
    fault_point("queue.written")
    return delivery


def queue_state(
    tx: Transaction,
    message: int,
    verb: Verb,
    moderation: Moderation | None,
    *,
    not_before: datetime | None,
    is_step: bool = True,
) -> int:
    """Like, unlike or moderate. One that is already queued is kept; its opposite, if it has not left, is taken back
    instead. `is_step`: undo offers it. Returns the id of the delivery that says so. KeyError for an unknown message."""
    answered, version, state = _answered(tx, message)
    wanted = moderation.value if moderation is not None else ""
    dropped: list[int] = []
    for row in _open_states(tx, message, verb):
        if row.verb == verb and row.moderation == wanted and row.state != DeliveryState.NEEDS_YOU:
            return row.id
        if row.state in (DeliveryState.WAITING, DeliveryState.NEEDS_YOU):
            if verb is not Verb.MODERATE or (moderation and MODERATED[moderation][0] == state):
                cancel(tx, row.id)
                return row.id
            _drop(tx, row.id)
            dropped.append(row.id)
    delivery = _insert(
        tx,
        uuid7(tx.wall),
        answered,
        verb,
        version,
        state,
        conversation=_conversation_of(tx, message),
        moderation=wanted,
        not_before=not_before,
    )
    fault_point("queue.delivery")
    label = MODERATED[moderation][1] if moderation is not None else LABELS[verb]
    _log_queued(tx, delivery, label if is_step else "")
    # After what takes their place: a batch is a step of its first act.
    for each in dropped:
        _log_dropped(tx, each)
    fault_point("queue.written")
    return delivery


def _open_states(tx: Transaction, message: int, verb: Verb) -> list[Delivery]:
    """Newest first."""
    verbs = (Verb.MODERATE, Verb.MODERATE) if verb is Verb.MODERATE else (Verb.LIKE, Verb.UNLIKE)
    return delivery_rows.select(
        tx,
        "target_id = ? AND verb IN (?, ?) AND state IN ('waiting', 'sending', 'unsure', 'needs_you')",
        message,
        *(each.value for each in verbs),
        order="id DESC",
    )


def _answered(tx: Transaction, message: int) -> tuple[own_words.Answered, str, RemoteState]:
    row = tx.connection.exec_driver_sql(_ANSWERED, (message,)).first()
    if row is None:
        raise NotHere
    id, account, thread, author, kind_space, remote_id, kind, sort_at, version, state = row
    answered = own_words.Answered(id, account, thread, author, kind_space, remote_id, Kind(kind), sort_at)
    return answered, version, RemoteState(state)


def _conversation_of(tx: Transaction, message: int) -> int | None:
    return tx.connection.exec_driver_sql("SELECT conversation_id FROM message WHERE id = ?", (message,)).scalar()


def _newest_in(tx: Transaction, conversation: int | None) -> int | None:
    return tx.connection.exec_driver_sql(_NEWEST_IN, (conversation,)).scalar()


def _insert(
    tx: Transaction,
    key: str,
    answered: own_words.Answered,
    verb: Verb,
    version: str,
    state: RemoteState,
    *,
    conversation: int | None,
    purpose: Purpose = Purpose.REPLY,
    message: int | None = None,
    text: str = "",
    moderation: str = "",
    not_before: datetime | None = None,
    replaces: int | None = None,
) -> int:
    delivery = int(
        tx.connection.exec_driver_sql(
            _INSERT,
            (
                key,
                answered.account,
                verb.value,
                purpose.value,
                conversation,
                answered.id,
                version,
                state.value,
                _newest_in(tx, conversation),
                message,
                text,
                moderation,
                None if not_before is None else to_micros(not_before),
                tx.wall,
                replaces,
            ),
        ).scalar_one()
    )
    delivery_rows.note_event(tx, delivery, "", DeliveryState.WAITING, delivery_rows.QUEUED)
    tx.changed.outbox.add(delivery)
    tx.touch_conversation(conversation)
    return delivery


def _log_queued(tx: Transaction, delivery: int, label: str) -> None:
    about = subjects.subject(tx, "delivery", delivery)
    acts.record(tx, QUEUE, about, {"state": None}, {"state": DeliveryState.WAITING.value}, label=label)


# ------------------------------------------------------------------------------------------------- changing one's mind


def cancel(tx: Transaction, delivery: int) -> None:
    """Drop it; its words go back to the draft. Raises Refused when it may be out already."""
    _drop(tx, delivery)
    _log_dropped(tx, delivery)


def _log_dropped(tx: Transaction, delivery: int) -> None:
    """The step that queued it is taken back, so that undo offers the one before."""
    about = subjects.subject(tx, "delivery", delivery)
    queued = tx.connection.exec_driver_sql(_QUEUED_BY, (about.key, QUEUE)).first()
    if queued is not None:
        uuid, label = queued
        waiting = {"state": DeliveryState.WAITING.value}
        acts.record(tx, acts.UNDO, about, waiting, {"state": None}, label=label, undoes=uuid)


def batch_of(tx: Transaction, delivery: int) -> str:
    """The step that queued it, or what it repeats; "" where nobody did."""
    row = delivery_rows.get(tx, delivery)
    about = subjects.subject(tx, "delivery", row.replaces or row.id)
    return tx.connection.exec_driver_sql(_BATCH_OF, (about.key, QUEUE)).scalar() or ""


def _drop(tx: Transaction, delivery: int) -> None:
    row = delivery_rows.get(tx, delivery)
    if row.state == DeliveryState.CANCELLED:
        return
    if row.state not in (DeliveryState.WAITING, DeliveryState.NEEDS_YOU):
        raise Refused("It was sent. Change or delete it there." if row.state == DeliveryState.SENT else _MAY_BE_OUT)
    delivery_rows.move(tx, row, DeliveryState.CANCELLED, "", note="cancelled", not_before_at=None, message_id=None)
    if row.is_words:
        _take_out(tx, row)
        _give_back(tx, row)


def release_all(tx: Transaction) -> None:
    """What waits only for the time in which it can be taken back may leave now."""
    for row in delivery_rows.select(tx, "state = 'waiting' AND attempts = 0 AND not_before_at IS NOT NULL"):
        delivery_rows.change(tx, row.id, not_before_at=None)
        tx.touch_conversation(row.conversation_id)


def undo_queued(tx: Transaction, delivery: int) -> None:
    """Take back what was queued, or what was sent again in its place. What has left: a like or moderation is reversed
    by queueing its opposite; words raise Refused, as does what may be out."""
    row = _standing_for(tx, delivery)
    if row.state == DeliveryState.SENT and row.target_id is not None and not row.is_words:
        _reverse(tx, row, row.target_id)
        return
    if row.is_words and row.state == DeliveryState.SENT:
        raise Refused("Your words are out. Change or delete them there.")
    if row.state == DeliveryState.NEEDS_YOU and _was_unsure(tx, row.id):
        raise Refused("It may be out already. Say in the outbox whether it is there.")
    _drop(tx, row.id)


def _standing_for(tx: Transaction, delivery: int) -> Delivery:
    """The delivery itself, or the newest that repeats it because the person said that it is not there."""
    repeats = delivery_rows.select(tx, "replaces = ?", delivery, order="id DESC LIMIT 1")
    return repeats[0] if repeats else delivery_rows.get(tx, delivery)


def _was_unsure(tx: Transaction, delivery: int) -> bool:
    sql = "SELECT 1 FROM delivery_event WHERE delivery_id = ? AND now = 'unsure' LIMIT 1"
    return tx.connection.exec_driver_sql(sql, (delivery,)).first() is not None


def requeue(tx: Transaction, delivery: int) -> None:
    """Redo: queue again what undo took back, with its old words. Raises Refused where what it was about is gone."""
    row = delivery_rows.get(tx, delivery)
    if row.state != DeliveryState.CANCELLED or row.was_tried or row.target_id is None:
        raise Refused("That cannot be queued again. Write it anew.")
    message = None
    if row.is_words and row.conversation_id is not None:
        answered, _, _ = _answered(tx, row.target_id)
        message = own_words.write_down(tx, row.conversation_id, answered, row.key, row.text, Purpose(row.purpose))
        tx.connection.exec_driver_sql(
            "DELETE FROM draft WHERE conversation_id = ? AND text = ?", (row.conversation_id, row.text)
        )
    delivery_rows.move(
        tx, row, DeliveryState.WAITING, "", note=delivery_rows.AGAIN, message_id=message, queued_at=tx.wall
    )


def _reverse(tx: Transaction, row: Delivery, target: int) -> None:
    if row.verb == Verb.MODERATE:
        for moderation, (state, _) in MODERATED.items():
            if state == row.target_state:
                queue_state(tx, target, Verb.MODERATE, moderation, not_before=None, is_step=False)
                return
        raise Refused("How it stood before is not known, so it cannot be taken back from here.")
    queue_state(tx, target, _OPPOSITE[Verb(row.verb)], None, not_before=None, is_step=False)


def retry(tx: Transaction, delivery: int) -> int:
    """NEEDS_YOU -> WAITING. What was tried leaves under a new key: the person says that it is not there. Returns the id
    of the delivery that waits now. Raises Refused when it does not ask."""
    row = delivery_rows.get(tx, delivery)
    if row.state != DeliveryState.NEEDS_YOU:
        raise Refused("It does not wait for you. Look at its state in the outbox.")
    if row.target_id is None:
        raise Refused("What it was about is no longer here. Drop it.")
    answered, version, state = _answered(tx, row.target_id)
    if not row.was_tried:
        delivery_rows.move(
            tx,
            row,
            DeliveryState.WAITING,
            "",
            note=delivery_rows.ALL_THE_SAME,
            queued_at=tx.wall,
            not_before_at=None,
            target_version=version,
            target_state=state.value,
            ground_newest_in_id=_newest_in(tx, row.conversation_id),
        )
        return row.id
    key = uuid7(tx.wall)
    if row.message_id is not None and own_words.is_unnamed(tx, row.message_id):
        own_words.name(tx, row.message_id, "", own_words.LOCAL + key, "")
    again = _insert(
        tx,
        key,
        answered,
        Verb(row.verb),
        version,
        state,
        conversation=row.conversation_id,
        purpose=Purpose(row.purpose),
        message=row.message_id,
        text=row.text,
        moderation=row.moderation,
        replaces=row.replaces or row.id,
    )
    delivery_rows.move(tx, row, DeliveryState.CANCELLED, "Sent again, as you asked.", note="replaced")
    return again


def settle_by_hand(tx: Transaction, delivery: int) -> None:
    """NEEDS_YOU -> SENT: the person says it is there. Raises Refused when it does not ask."""
    row = delivery_rows.get(tx, delivery)
    if row.state != DeliveryState.NEEDS_YOU:
        raise Refused("It does not wait for you. Look at its state in the outbox.")
    delivery_rows.move(tx, row, DeliveryState.SENT, "You said that it is there.", note="by hand", not_before_at=None)
    stands(tx, row)
    if row.is_words and row.message_id is not None and own_words.is_unnamed(tx, row.message_id):
        copy = own_words.find_copy(tx, row.target_id, delivery, row.text)
        if copy is not None:
            message = own_words.name(tx, row.message_id, "", copy, "")
            delivery_rows.change(tx, delivery, remote_id=copy, message_id=message)


def stands(tx: Transaction, row: Delivery) -> None:
    """What is true here once a like or a moderation stands at its network."""
    if row.target_id is None or row.is_words:
        return
    if row.verb == Verb.MODERATE:
        own_words.set_remote_state(tx, row.target_id, MODERATED[Moderation(row.moderation)][0])
    else:
        own_words.set_liked(tx, row.target_id, row.verb == Verb.LIKE)


def _take_out(tx: Transaction, row: Delivery) -> None:
    if row.message_id is not None and own_words.is_unnamed(tx, row.message_id):
        own_words.remove(tx, row.message_id)


def _give_back(tx: Transaction, row: Delivery) -> None:
    """The words become the draft, before what may have been written there since."""
    if row.conversation_id is None:
        return
    there = tx.connection.exec_driver_sql(
        "SELECT text FROM draft WHERE conversation_id = ?", (row.conversation_id,)
    ).scalar()
    text = f"{row.text}\n\n{there}" if there and there.strip() else row.text
    tx.connection.exec_driver_sql(
        "INSERT INTO draft (conversation_id, to_id, purpose, text, position, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (conversation_id) DO UPDATE SET to_id = excluded.to_id, purpose = excluded.purpose,"
        " text = excluded.text, position = excluded.position, updated_at = excluded.updated_at",
        (row.conversation_id, row.target_id, row.purpose, text, len(text), tx.now),
    )
