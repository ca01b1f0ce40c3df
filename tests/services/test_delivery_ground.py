"""Just before sending the ground is looked at: what moved under queued words holds them back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import OutcomeUnknown
from inbox.core.model import RemoteState
from inbox.networks.api import Ground
from tests.outbox_desk import NEEDS_YOU, SENT, WAITING, Desk, mine, theirs


@pytest.mark.parametrize(
    ("ground", "why"),
    [
        (Ground(RemoteState.VISIBLE, "1", they_wrote_again=True), "They wrote again"),
        (Ground(RemoteState.VISIBLE, "2"), "They edited"),
        (Ground(RemoteState.DELETED, ""), "no longer shown"),
        (Ground(RemoteState.SPAM, "1"), "no longer shown"),
        (Ground(RemoteState.VISIBLE, "1", answered_elsewhere=True), "You answered elsewhere"),
        (Ground(RemoteState.VISIBLE, "1", closed="Answers are closed there."), "Answers are closed there."),
    ],
)
def test_ground_that_moved_holds_it_back(desk: Desk, ground: Ground, why: str) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.grounds.append(ground)
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU
    assert why in desk.view(queued).reason
    assert desk.network.sent == []


def test_news_seen_on_the_way_is_taken_in_and_holds_it_back(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.clock.pass_time(timedelta(minutes=1))
    again = theirs(desk.clock.now(), "Ann", "Never mind, I found it.")
    desk.network.grounds.append(Ground(RemoteState.VISIBLE, "1", news=(again,)))
    desk.delivers()
    assert desk.where_is(again.remote_id)[0] == conversation
    assert desk.state(queued) is NEEDS_YOU
    assert "They wrote again" in desk.view(queued).reason


def test_somebody_elses_news_holds_nothing_back(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.clock.pass_time(timedelta(minutes=1))
    desk.network.grounds.append(Ground(RemoteState.VISIBLE, "1", news=(theirs(desk.clock.now(), "Ben", "Me too."),)))
    desk.delivers()
    assert desk.state(queued) is SENT


def test_what_came_in_by_itself_meanwhile_holds_it_back_too(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.clock.pass_time(timedelta(minutes=1))
    desk.somebody_writes("Ann", "One more thing.")
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU


def test_old_words_of_theirs_found_late_hold_nothing_back(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.comes_in(theirs(desk.clock.now() - timedelta(days=30), "Ann", "An old question."))
    desk.delivers()
    assert desk.state(queued) is SENT


def test_own_queued_words_hold_nothing_back(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = [desk.answers(conversation, text) for text in ("One.", "Two.", "Three.")]
    desk.delivers()
    assert [desk.state(each) for each in queued] == [SENT] * 3


def test_sent_all_the_same_what_was_held_leaves(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.clock.pass_time(timedelta(minutes=1))
    desk.somebody_writes("Ann", "One more thing.")
    desk.delivers()
    desk.store.write(lambda write: write.retry_delivery(queued))
    desk.delivers()
    assert desk.state(queued) is SENT


def test_sent_all_the_same_although_the_network_still_sees_their_news(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.clock.pass_time(timedelta(minutes=1))
    again = theirs(desk.clock.now(), "Ann", "Never mind, I found it.")
    seen = Ground(RemoteState.VISIBLE, "1", they_wrote_again=True, news=(again,))
    desk.network.grounds += [seen, seen]
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU
    desk.store.write(lambda write: write.retry_delivery(queued))
    desk.delivers()
    assert desk.state(queued) is SENT


def test_my_answer_from_elsewhere_holds_it_back(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation)
    with desk.store.reading() as reading:
        parent = reading.message(message).remote_id
    desk.comes_in(mine(desk.clock.now(), "I wrote this on my phone.", parent))
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU
    assert "elsewhere" in desk.view(queued).reason


def test_the_ground_that_cannot_be_seen_keeps_it_waiting(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.grounds.append(OutcomeUnknown("No clear answer came."))
    desk.delivers()
    assert (desk.state(queued), desk.network.sent) == (WAITING, [])
