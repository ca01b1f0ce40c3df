""" "Do not contact": offered because of their words, set by the user, obeyed by what is private."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.model import DeliveryState, Kind, Purpose
from inbox.services import replies
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, take_in
from tests.store.looking import ask, view


def test_their_wish_is_offered_with_their_words_and_no_ends_it(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    take_in(
        speaking,
        place,
        a_message("1", "Please stop writing to me. Do not contact me again.", at=NOON - timedelta(days=2)),
        a_message("2", "Nice weather", at=NOON - timedelta(days=1)),
    )
    ann = view(speaking).row.identity
    with speaking.reading() as reading:
        offer = reading.stop_offer(ann)
        assert offer is not None
        assert offer.words == "Please stop writing to me"
        assert reading.message(offer.message).remote_id == "1"
        assert not reading.may_not_contact(ann), "never by itself"
    message = offer.message
    speaking.write(lambda write: write.turn_down_stop(message))
    with speaking.reading() as reading:
        assert reading.stop_offer(ann) is None
    take_in(speaking, place, a_message("3", "I said: please do not contact me again.", at=NOON))
    with speaking.reading() as reading:
        again = reading.stop_offer(ann)
        assert again is not None
        assert again.message != message
    speaking.write(lambda write: write.undo())
    speaking.write(lambda write: write.do_not_contact(ann, True))
    with speaking.reading() as reading:
        assert reading.may_not_contact(ann)
        assert reading.stop_offer(ann) is None
    speaking.write(lambda write: write.undo())
    with speaking.reading() as reading:
        assert not reading.may_not_contact(ann)


@pytest.mark.parametrize("kind", [Kind.MESSAGE, Kind.EMAIL])
def test_private_answers_are_refused_with_the_reason_and_public_ones_are_not(store: SqliteStore, kind: Kind) -> None:
    take_in(
        store,
        a_place(store),
        a_message("1", "In private", by="Ann", kind=kind),
        a_message("2", "In public", by="Bob"),
    )
    ann, bob = view(store, "Ann"), view(store, "Bob")
    for one in (ann, bob):
        store.write(lambda write, one=one: write.do_not_contact(one.row.identity, True))
    with pytest.raises(Refused, match="do not contact"):
        replies.reply(store, ann.row.id, "Hello")
    replies.reply(store, bob.row.id, "Hello")


def test_private_words_on_their_way_ask_what_to_do(store: SqliteStore) -> None:
    take_in(
        store,
        a_place(store),
        a_message("1", "In private", by="Ann", kind=Kind.MESSAGE),
        a_message("2", "In public", by="Ann", on="post-2"),
    )
    public, private = sorted(ask(store, "SELECT kind, conversation_id, id, identity_id FROM message"))
    ann = private[3]
    queued = [
        store.write(
            lambda write, one=one: write.queue_words(one[1], one[2], "Hello", Purpose.REPLY, not_before=None)[0]
        )
        for one in (public, private)
    ]
    store.write(lambda write: write.do_not_contact(ann, True))
    with store.reading() as reading:
        assert [reading.delivery(one).state for one in queued] == [DeliveryState.WAITING, DeliveryState.NEEDS_YOU]
