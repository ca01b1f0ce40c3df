"""What is refused before it is queued, and with which sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.fetched import Batch
from inbox.core.model import Can, DeliveryState, Moderation, Purpose, RemoteState, State, Verb
from inbox.networks.api import TextLimit, Unit
from inbox.services import replies, sync
from tests.outbox_desk import DECLARED, FOUND, Desk, Rules, theirs


def test_an_answer_goes_to_the_message_that_waits(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation)
    assert desk.view(queued).message == message
    assert desk.view(queued).purpose is Purpose.REPLY


def test_an_answer_can_go_to_an_earlier_message(desk: Desk) -> None:
    conversation, first = desk.somebody_writes()
    desk.clock.pass_time(timedelta(minutes=5))
    desk.somebody_writes(text="And wheat?")
    assert desk.view(desk.answers(conversation, to=first)).message == first


def test_a_thank_you_is_queued_as_one(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued, _ = replies.thank(desk.store, conversation, "Thank you!", rules=Rules())
    assert desk.view(queued).purpose is Purpose.THANK


def test_sent_and_done_is_one_step(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation, then_done=True)
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).row.state is State.DONE
    desk.store.write(lambda write: write.undo())
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).row.state is State.WAITING
        assert reading.undo_step() is None


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_nothing_is_not_sent(desk: Desk, text: str) -> None:
    conversation, _ = desk.somebody_writes()
    with pytest.raises(Refused, match="no words"):
        desk.answers(conversation, text)


@pytest.mark.parametrize(
    ("unit", "text", "length"),
    [
        (Unit.CHARACTERS, "é" * 11, 11),
        (Unit.BYTES, "é" * 6, 12),
        (Unit.GRAPHEMES, "e\u0301" * 11, 11),
    ],
)
def test_too_long_is_said_with_the_counts(desk: Desk, unit: Unit, text: str, length: int) -> None:
    conversation, _ = desk.somebody_writes()
    rules = Rules(replace(DECLARED, limit=TextLimit(10, unit)))
    with pytest.raises(Refused, match=rf"{length} {unit} long and The Paper takes 10. Shorten it by {length - 10}"):
        replies.reply(desk.store, conversation, text, rules=rules)


def test_graphemes_are_counted_as_people_see_them(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    rules = Rules(replace(DECLARED, limit=TextLimit(10, Unit.GRAPHEMES)))
    replies.reply(desk.store, conversation, "e\u0301" * 10, rules=rules)


def test_what_a_network_cannot_is_said_in_its_own_words(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    rules = Rules(replace(DECLARED, can=Can.READ | Can.REPLY, without={Verb.LIKE: "Paper has no likes."}))
    for liked in (True, False):
        with pytest.raises(Refused, match="Paper has no likes"):
            replies.like(desk.store, message, liked=liked, rules=rules)


def test_without_a_sign_in_it_says_to_sign_in(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    public = replace(FOUND, can=Can.READ, signed_in_as="", user_remote_id="")
    desk.store.write(lambda write: write.update_place(desk.place, public))
    with pytest.raises(Refused, match="Sign in there to answer"):
        desk.answers(conversation)
    with pytest.raises(Refused, match="Sign in there to moderate"):
        replies.moderate(desk.store, message, Moderation.SPAM, rules=Rules())


def test_who_may_not_is_told_so(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    desk.store.write(lambda write: write.update_place(desk.place, replace(FOUND, can=Can.READ | Can.REPLY)))
    with pytest.raises(Refused, match="robin may not moderate at The Paper"):
        replies.moderate(desk.store, message, Moderation.SPAM, rules=Rules())


def test_a_muted_conversation_is_not_answered_by_accident(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.store.write(lambda write: write.mute([conversation], True))
    with pytest.raises(Refused, match="muted"):
        desk.answers(conversation)


@pytest.mark.parametrize("state", [RemoteState.SPAM, RemoteState.TRASH])
def test_what_is_no_longer_shown_there_cannot_be_answered(desk: Desk, state: RemoteState) -> None:
    conversation, message = desk.somebody_writes(remote_id="c1")
    desk.comes_in(theirs(desk.clock.now(), "Ann", "Is rye hard?", remote_id="c1", remote_state=state))
    with pytest.raises(Refused, match="Ann's message is"):
        desk.answers(conversation, to=message)


def test_what_was_deleted_cannot_be_answered_or_moderated(desk: Desk) -> None:
    conversation, message = desk.somebody_writes(remote_id="c1")
    sync.take_in(desk.store, desk.place, Batch("news", deleted=(("comment", "c1"),)))
    with pytest.raises(Refused, match="was deleted"):
        desk.answers(conversation, to=message)
    with pytest.raises(Refused, match="was deleted"):
        replies.moderate(desk.store, message, Moderation.APPROVE, rules=Rules())


def test_own_words_are_not_answered(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation)
    with desk.store.reading() as reading:
        own = reading.conversation(conversation).messages[-1].id
    with pytest.raises(Refused, match="your own"):
        desk.answers(conversation, to=own)
    with pytest.raises(Refused, match="your own"):
        replies.like(desk.store, own, rules=Rules())


def test_a_message_of_another_thread_is_refused(desk: Desk) -> None:
    from inbox.core.fetched import FetchedThread

    conversation, _ = desk.somebody_writes()
    _, elsewhere = desk.somebody_writes("Ben", thread=FetchedThread("post-2"))
    with pytest.raises(Refused, match="not part of this conversation"):
        desk.answers(conversation, to=elsewhere)


def test_nothing_is_queued_by_what_was_refused(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    with pytest.raises(Refused):
        desk.answers(conversation, "x" * 201)
    with desk.store.reading() as reading:
        assert reading.outbox(settled=True) == []


def test_words_are_queued_without_the_space_around_them(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    assert desk.view(desk.answers(conversation, "  Hello. \n")).text == "Hello."
    assert desk.state(desk.answers(conversation, "Again.")) is DeliveryState.WAITING
