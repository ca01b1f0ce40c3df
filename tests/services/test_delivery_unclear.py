"""An attempt whose end nobody saw: it is looked for, sent again where that is safe, or the person is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Moderation, RemoteState
from inbox.networks.api import Receipt, Reconciled, Retry, Safety, Verdict
from inbox.services import replies
from tests.outbox_desk import ABSENT, CANNOT_TELL, NEEDS_YOU, SENT, SETTLE_S, UNSURE, Desk

THERE = Reconciled(Verdict.FOUND, Receipt("n9", "https://there.example/9"))


def test_an_unclear_end_is_looked_at_only_after_the_settling_time(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    assert (desk.state(queued), desk.view(queued).reason) == (UNSURE, "No clear answer came.")
    desk.settles(SETTLE_S - 1)
    assert "look" not in desk.network.asked
    desk.network.looks.append(THERE)
    desk.settles(2)
    assert (desk.state(queued), desk.view(queued).remote_id) == (SENT, "n9")
    assert len(desk.network.sent) == 1


def test_a_repeat_sends_the_very_bytes_of_the_first_attempt(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.settles()
    assert desk.state(queued) is SENT
    assert len(desk.network.sent) == 2
    assert desk.network.sent[0] == desk.network.sent[1]
    assert desk.network.asked.count("prepare") == 1


def test_a_repeat_that_is_refused_as_a_double_counts_only_if_own_words_are_seen(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.network.sends.append(Rejected("Duplicate.", "duplicate"))
    desk.network.looks.extend([ABSENT, THERE])
    desk.settles()
    assert (desk.state(queued), desk.view(queued).remote_id) == (SENT, "n9")


def test_the_same_short_words_twice_on_purpose_are_not_swallowed(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    first, second = desk.answers(conversation, "Thanks!"), desk.answers(conversation, "Thanks!")
    desk.network.sends.append(Receipt("n1"))
    desk.gets_lost()
    desk.delivers()
    assert (desk.state(first), desk.state(second)) == (SENT, UNSURE)
    desk.network.sends.append(Rejected("Duplicate.", "duplicate"))
    desk.settles()
    assert desk.network.ops[-1].claimed == {"n1"}, "the first one's copy is spoken for"
    assert desk.state(second) is NEEDS_YOU


def test_a_refused_repeat_for_another_reason_asks(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.network.sends.append(Rejected("That comment is closed."))
    desk.settles()
    assert desk.state(queued) is NEEDS_YOU


@pytest.mark.parametrize("error", [Unreachable("Gone."), RateLimited("Slower.", 5), SignInNeeded("Sign in.")])
def test_a_repeat_that_could_not_leave_says_nothing_about_the_first_attempt(desk: Desk, error: Exception) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.network.sends.append(error)  # type: ignore[arg-type]
    desk.settles()
    assert desk.state(queued) is UNSURE


def test_absence_that_is_proof_sends_again_with_the_same_key(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.READ_BACK, SETTLE_S, absence_is_proof=True)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.settles()
    desk.settles(1)
    assert desk.state(queued) is SENT
    assert desk.network.sent[0] == desk.network.sent[1]


def test_reading_back_must_fail_twice_before_the_person_is_asked(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.READ_BACK, 60)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.settles(60)
    assert desk.state(queued) is UNSURE
    desk.settles(299)
    assert desk.network.asked.count("look") == 1
    desk.settles(2)
    assert (desk.state(queued), len(desk.network.sent)) == (NEEDS_YOU, 1)


def test_what_turns_up_at_the_second_look_is_sent(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.READ_BACK, 60)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.network.looks.extend([ABSENT, THERE])
    desk.settles(60)
    desk.settles(301)
    assert desk.state(queued) is SENT


def test_where_nothing_tells_the_person_is_asked(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.BLIND, SETTLE_S)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.settles()
    assert desk.state(queued) is NEEDS_YOU
    assert "look" not in desk.network.asked
    assert len(desk.network.sent) == 1


def test_a_key_is_repeated_only_in_the_first_half_of_its_life(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.KEYED, 60, key_life_s=3600)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.looks.extend([CANNOT_TELL, CANNOT_TELL])
    desk.gets_lost()
    desk.gets_lost()
    desk.delivers()
    desk.settles(60)
    assert (desk.state(queued), len(desk.network.sent)) == (UNSURE, 2)
    desk.settles(1800)
    assert (desk.state(queued), len(desk.network.sent)) == (NEEDS_YOU, 2)


def test_a_clock_that_went_back_does_not_make_a_key_young_again(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.KEYED, 60, key_life_s=3600)
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    desk.network.looks.append(CANNOT_TELL)
    desk.clock.pass_time(timedelta(days=-3650))
    desk.delivers()
    desk.settles(901)
    assert (desk.state(queued), len(desk.network.sent)) == (NEEDS_YOU, 1)


def test_a_state_is_simply_set_again(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.REPEATABLE, SETTLE_S)
    _, message = desk.somebody_writes()
    queued, _ = replies.moderate(desk.store, message, Moderation.SPAM)
    desk.gets_lost()
    desk.delivers()
    desk.network.looks.append(CANNOT_TELL)
    desk.settles()
    assert (desk.state(queued), len(desk.network.sent)) == (SENT, 2)
    with desk.store.reading() as reading:
        assert reading.message(message).remote_state is RemoteState.SPAM


def test_after_many_unclear_ends_the_person_is_asked(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    for _ in range(20):
        desk.gets_lost()
        desk.delivers()
        desk.clock.pass_time(timedelta(seconds=1000))
    assert (desk.state(queued), len(desk.network.sent)) == (NEEDS_YOU, 8)


def test_a_bug_while_sending_leaves_it_unsure_and_is_not_hidden(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)

    def breaks() -> None:
        raise ZeroDivisionError

    desk.network.while_sending = breaks
    with pytest.raises(ZeroDivisionError):
        desk.delivers()
    assert desk.state(queued) is UNSURE
