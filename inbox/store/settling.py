"""What came of a delivery: sent, waiting again, unsure or asking; and own words recognised when they come in.

A delivery that somebody else has settled meanwhile stays as it is (decisions 16, 17, 19).
"""

from __future__ import annotations

from datetime import datetime

from inbox.core.clock import to_micros
from inbox.core.faultpoints import fault_point
from inbox.core.fetched import SafeMessage
from inbox.core.model import DeliveryState, PlaceStatus
from inbox.store import delivery_rows, outbox, own_words
from inbox.store.delivery_rows import QUARTER_HOUR, Delivery
from inbox.store.transaction import Transaction

OTHER_USER = "You are signed in there as somebody else now. Send it as that user, or drop it."
OTHER_USER_UNSURE = "It may be out already, and you are signed in there as somebody else now. Look whether it is there."
USUAL_UNDO_S = 10
ANSWERED_ELSEWHERE = "You answered elsewhere with the same words. Send this too, or drop it."


def sent(tx: Transaction, delivery: int, remote_id: str, url: str, sentence: str, message: SafeMessage | None) -> None:
    """It stands at the network. `message` is it as shown there; its words are taken over where they differ."""
    row = delivery_rows.get(tx, delivery)
    if row.state in (DeliveryState.SENT, DeliveryState.CANCELLED):
        return
    moved = delivery_rows.move(
        tx,
        row,
        DeliveryState.SENT,
        sentence,
        note="sent",
        remote_id=remote_id,
        remote_url=url,
        not_before_at=None,
    )
    if not moved:
        return
    if _is_offline(tx, row.account_id):
        answers_again(tx, row.account_id)
    fault_point("settle.delivery")
    _stands_as(tx, row, remote_id, url, message)
    fault_point("settle.written")


def waiting(tx: Transaction, delivery: int, reason: str, not_before: datetime, *, whole_place: bool = False) -> None:
    """Surely not sent: WAITING again. `whole_place`: no other delivery of that place leaves or looks earlier."""
    row = delivery_rows.get(tx, delivery)
    at = to_micros(not_before)
    if row.state in (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNSURE):
        # The ground could not be looked at: counted, so that the next try comes later.
        looks = row.looks + 1 if row.state == DeliveryState.WAITING else 0
        delivery_rows.move(tx, row, DeliveryState.WAITING, reason, not_before_at=at, looks=looks)
        fault_point("settle.delivery")
    if whole_place:
        for other in delivery_rows.select(
            tx, "account_id = ? AND id != ? AND state IN ('waiting', 'unsure')", row.account_id, delivery
        ):
            if (other.not_before_at or 0) < at:
                # Counted where it means the ground: it tells this wait from one that the person chose (`claims`).
                looks = max(1, other.looks) if other.state == DeliveryState.WAITING else other.looks
                delivery_rows.change(tx, other.id, not_before_at=min(at, tx.wall + QUARTER_HOUR), looks=looks)
    fault_point("settle.written")


def answers_again(tx: Transaction, account: int) -> None:
    """A place that was offline has answered: what waited for that waits no longer, and leaves in its order. What the
    person still has the time to take back, or sends later, keeps that time."""
    seconds = tx.connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'undo_seconds'").scalar()
    undo = 1_000_000 * (int(seconds) if seconds is not None and seconds.isdecimal() else USUAL_UNDO_S)
    for row in delivery_rows.select(tx, "account_id = ? AND state = 'waiting' AND looks > 0", account):
        if row.not_before_at is not None:
            delivery_rows.change(tx, row.id, not_before_at=min(row.not_before_at, row.queued_at + undo))


def _is_offline(tx: Transaction, account: int) -> bool:
    """As the last look at the place found it."""
    status = tx.connection.exec_driver_sql("SELECT status FROM account WHERE id = ?", (account,)).scalar()
    return bool(status == PlaceStatus.OFFLINE)


def unsure(tx: Transaction, delivery: int, reason: str, look_at: datetime, *, looked: bool = False) -> None:
    """Its outcome is not known: look again then. `looked`: a look found nothing."""
    row = delivery_rows.get(tx, delivery)
    if row.state not in (DeliveryState.SENDING, DeliveryState.UNSURE):
        return
    delivery_rows.move(
        tx,
        row,
        DeliveryState.UNSURE,
        reason,
        not_before_at=to_micros(look_at),
        looks=row.looks + 1 if looked else row.looks,
    )
    fault_point("settle.delivery")
    fault_point("settle.written")


def needs_you(tx: Transaction, delivery: int, reason: str, *, until_signed_in: bool = False) -> None:
    """The person is asked. `until_signed_in`: nothing was sent, and signing in answers it."""
    row = delivery_rows.get(tx, delivery)
    if row.state not in (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNSURE):
        return
    note = delivery_rows.SIGN_IN if until_signed_in else ""
    delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, reason, note=note, not_before_at=None)
    fault_point("settle.delivery")
    fault_point("settle.written")


def signed_in(tx: Transaction, account: int) -> None:
    """Somebody signed in at the place: what was refused only for that leaves by itself, with its own key and bytes."""
    for row in delivery_rows.select(tx, "account_id = ? AND state = 'needs_you'", account):
        if _waits_for_sign_in(tx, row):
            delivery_rows.move(tx, row, DeliveryState.WAITING, "", note="signed in", not_before_at=None)


def signed_in_as_another(tx: Transaction, account: int) -> None:
    """Somebody else signed in at the place: what was to leave as the one before asks."""
    for row in delivery_rows.select(tx, "account_id = ? AND state IN ('waiting', 'unsure', 'needs_you')", account):
        asked = OTHER_USER if row.state != DeliveryState.UNSURE else OTHER_USER_UNSURE
        if row.state != DeliveryState.NEEDS_YOU or _waits_for_sign_in(tx, row):
            delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, asked, not_before_at=None)


def _waits_for_sign_in(tx: Transaction, row: Delivery) -> bool:
    why = tx.connection.exec_driver_sql(
        "SELECT why FROM delivery_event WHERE delivery_id = ? ORDER BY id DESC LIMIT 1", (row.id,)
    ).scalar()
    return why == delivery_rows.SIGN_IN


def recognise(tx: Transaction, account: int, shown: SafeMessage) -> int | None:
    """Own words that came in from the network, and are unknown by their remote id: are they a delivery's?

    Then that is settled as SENT, its message gets the remote id, and the id of this message is returned: intake brings
    it up to date instead of adding a second. None: they are not; one with the same words that was never tried asks.
    """
    fetched = shown.fetched
    said = own_words.forms(shown.text) | own_words.forms(fetched.text)
    same = [
        row
        for row in _unnamed_words(tx, account, fetched.kind_space, fetched.parent)
        if row.message_id is not None and own_words.is_unnamed(tx, row.message_id) and said & own_words.forms(row.text)
    ]
    written = to_micros(fetched.created_at)
    # The server's clock may differ from ours; what is older than that stood there before we tried.
    tried = [
        row
        for row in same
        if row.state == DeliveryState.SENT
        or (row.first_try_at is not None and written >= row.first_try_at - QUARTER_HOUR)
    ]
    if not tried:
        for row in same:
            if row.state == DeliveryState.WAITING and not row.was_tried:
                delivery_rows.move(tx, row, DeliveryState.NEEDS_YOU, ANSWERED_ELSEWHERE, not_before_at=None)
        return None
    row = tried[0]
    delivery_rows.move(
        tx,
        row,
        DeliveryState.SENT,
        "",
        note="recognised",
        remote_id=fetched.remote_id,
        remote_url=fetched.url,
        not_before_at=None,
    )
    assert row.message_id is not None
    message = own_words.name(tx, row.message_id, fetched.kind_space, fetched.remote_id, fetched.url)
    fault_point("recognise.written")
    return message


def _stands_as(tx: Transaction, row: Delivery, remote_id: str, url: str, shown: SafeMessage | None) -> None:
    if not row.is_words:
        outbox.stands(tx, row)
        return
    if row.message_id is None or not remote_id:
        return
    space = shown.fetched.kind_space if shown is not None else ""
    message = own_words.name(tx, row.message_id, space, remote_id, url)
    if message != row.message_id:
        delivery_rows.change(tx, row.id, message_id=message)
    if shown is not None:
        own_words.take_over(tx, row.account_id, shown)


def _unnamed_words(tx: Transaction, account: int, kind_space: str, parent: str) -> list[Delivery]:
    """Those to that message that are open, or stand there by a name that is not known yet."""
    return delivery_rows.select(
        tx,
        "account_id = ? AND verb = 'reply'"
        " AND (state IN ('waiting', 'sending', 'unsure', 'needs_you') OR (state = 'sent' AND remote_id = ''))"
        " AND target_id IN (SELECT id FROM message WHERE account_id = ? AND kind_space = ? AND remote_id = ?)",
        account,
        account,
        kind_space,
        parent,
    )
