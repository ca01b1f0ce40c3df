"""Coming back: what waits to be sent and under which the ground moved, with what moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.model import DeliveryState, Purpose, RemoteState, Verb
from inbox.core.ports import Priority
from inbox.core.views import HeldBack
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, me, take_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(store, place, a_message("1", "What a soup!"), a_message("2", "Salt?", by="Bob"))
    return place


def queue(store: SqliteStore, conversation: int) -> int:
    with store.reading() as reading:
        to = reading.conversation(conversation).focus or 0
    return store.write(
        lambda write: write.queue_words(conversation, to, "Thank you", Purpose.REPLY, not_before=None)[0]
    )


def held(store: SqliteStore) -> list[HeldBack]:
    with store.reading() as reading:
        return reading.held_back()


def test_where_nothing_moved_nothing_is_held_back(store: SqliteStore, place: int) -> None:
    queue(store, 1)
    take_in(store, place, a_message("1", "What a soup!"), a_message("3", "Me too", by="Bob", at=NOON + MINUTE))
    assert held(store) == []


def test_they_wrote_again(store: SqliteStore, place: int) -> None:
    delivery = queue(store, 1)
    take_in(store, place, a_message("3", "Never mind, found it", at=NOON + MINUTE))
    [one] = held(store)
    assert one.delivery.id == delivery
    assert one.row is not None
    assert one.row.name == "Ann"
    assert [(heard.author, heard.snippet) for heard in one.since] == [("Ann", "Never mind, found it")]
    assert (one.is_edited, one.is_gone, one.answered) == (False, False, None)


def test_they_edited_or_deleted_what_is_answered(store: SqliteStore, place: int) -> None:
    queue(store, 1)
    queue(store, 2)
    take_in(store, place, a_message("1", "What a stew!", edited_at=NOON + MINUTE), deleted=["2"])
    first, second = held(store)
    assert (first.is_edited, first.is_gone) == (True, False)
    assert (second.is_edited, second.is_gone) == (False, True)


def test_i_answered_elsewhere(store: SqliteStore, place: int) -> None:
    queue(store, 1)
    take_in(store, place, a_message("3", "From my phone: thanks!", by=me(), parent="1", at=NOON + MINUTE))
    [one] = held(store)
    assert one.answered is not None
    assert one.answered.snippet == "From my phone: thanks!"


def test_what_is_held_back_is_just_what_is_not_sent(store: SqliteStore, place: int) -> None:
    deliveries = [queue(store, 1), queue(store, 2)]
    take_in(store, place, a_message("3", "Never mind", at=NOON + MINUTE))
    before = [one.delivery.id for one in held(store)]
    for delivery in deliveries:
        store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)  # noqa: B023
    with store.reading() as reading:
        states = [reading.delivery(delivery).state for delivery in deliveries]
    assert (before, states) == ([deliveries[0]], [DeliveryState.NEEDS_YOU, DeliveryState.SENDING])
    [one] = held(store)
    assert one.delivery.reason.startswith("They wrote again")
    store.write(lambda write: write.retry_delivery(deliveries[0]))
    assert held(store) == []


def test_what_asks_for_a_sign_in_or_was_tried_is_no_such_decision(store: SqliteStore, place: int) -> None:
    first, second = queue(store, 1), queue(store, 2)
    store.write(lambda write: write.settle_needs_you(first, "Sign in again.", until_signed_in=True), Priority.OUTBOX)
    store.write(lambda write: write.claim(second, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_needs_you(second, "It is not clear."), Priority.OUTBOX)
    assert held(store) == []


def test_answers_that_were_closed_meanwhile_and_likes_of_what_is_gone_ask(store: SqliteStore, place: int) -> None:
    closed = queue(store, 1)
    store.write(lambda write: write.settle_needs_you(closed, "Comments are closed."), Priority.OUTBOX)
    with store.reading() as reading:
        liked = reading.conversation(2).focus or 0
    store.write(lambda write: write.queue_state(liked, Verb.LIKE, None, not_before=None))
    assert [one.delivery.verb for one in held(store)] == [Verb.REPLY]
    take_in(store, place, replace(a_message("2", "Salt?", by="Bob", state=RemoteState.TRASH)))
    take_in(store, place, deleted=["2"])
    assert [(one.delivery.verb, one.is_gone) for one in held(store)] == [(Verb.REPLY, False), (Verb.LIKE, True)]
