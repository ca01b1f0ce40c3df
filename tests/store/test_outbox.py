"""The outbox in the store: what the person sees and does there, and own words that come in by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import Refused, Rejected
from inbox.core.model import Direction, Draft, Purpose, RemoteState, State, Verb
from inbox.networks.api import Receipt, Reconciled, Retry, Safety, Verdict
from tests.outbox_desk import ABSENT, CANCELLED, CANNOT_TELL, NEEDS_YOU, SENT, UNSURE, WAITING, Desk, mine


def remote_id(desk: Desk, message: int) -> str:
    with desk.store.reading() as reading:
        return reading.message(message).remote_id


def asks(desk: Desk, queued: int) -> None:
    """Bring a delivery to where the person is asked, its outcome unknown."""
    desk.network.rule = Retry(Safety.BLIND, 30)
    desk.gets_lost()
    desk.delivers()
    desk.settles()
    assert desk.state(queued) is NEEDS_YOU


# ---------------------------------------------------------------------------------------------------------- queueing


def test_queued_words_are_shown_at_once_as_an_answer(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    desk.answers(conversation, "No, try it.")
    assert desk.own_words(conversation) == [("No, try it.", "local")]
    with desk.store.reading() as reading:
        view = reading.conversation(conversation)
        assert view.row.state is State.DONE
        assert view.row.sending is WAITING
        assert view.messages[-1].direction is Direction.OUT
        assert view.messages[-1].parent == message
        person = reading.person(view.row.identity)
        assert (person.messages_in, person.messages_out) == (1, 1)
    assert desk.says_wrong() == []


def test_my_answer_stands_below_a_message_whose_clock_runs_ahead(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes(created_at=desk.clock.now() + timedelta(hours=2))
    desk.answers(conversation)
    with desk.store.reading() as reading:
        shown = reading.conversation(conversation)
    assert [each.direction for each in shown.messages] == [Direction.IN, Direction.OUT]


def test_queueing_drops_the_draft(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    desk.store.write(lambda write: write.keep_draft(Draft(conversation, message, Purpose.REPLY, "No, t", 5)))
    desk.answers(conversation)
    assert desk.draft(conversation) == ""


def test_queued_words_are_found_by_searching(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation, "Pumpernickel, of course.")
    with desk.store.reading() as reading:
        assert [row.id for row in reading.search("pumpernickel ").conversations] == [conversation]


def test_a_thank_you_is_remembered_until_it_is_dropped(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation, "Thank you, Ann!", purpose=Purpose.THANK)
    with desk.store.reading() as reading:
        identity = reading.conversation(conversation).row.identity
        assert reading.person(identity).last_thanked is not None
    desk.store.write(lambda write: write.cancel_delivery(queued))
    with desk.store.reading() as reading:
        assert reading.person(identity).last_thanked is None


def test_my_words_are_by_one_identity_whether_queued_or_come_from_the_network(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    desk.answers(conversation)
    desk.delivers()
    desk.comes_in(mine(desk.clock.now(), "And from my phone.", remote_id(desk, message)))
    with desk.store.reading() as reading:
        own = [each for each in reading.conversation(conversation).messages if each.direction is Direction.OUT]
    assert len(own) == 2
    assert len({each.identity for each in own}) == 1


# -------------------------------------------------------------------------------------------------- changing one's mind


def test_dropped_words_go_back_to_the_draft_and_nothing_of_them_is_left(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    desk.store.write(lambda write: write.cancel_delivery(queued))
    assert desk.state(queued) is CANCELLED
    assert desk.draft(conversation) == "No, try it."
    assert desk.own_words(conversation) == []
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).row.state is State.WAITING
    desk.delivers()
    assert desk.network.sent == []
    assert desk.says_wrong() == []


def test_dropped_words_do_not_overwrite_what_was_written_since(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "First.")
    desk.store.write(lambda write: write.keep_draft(Draft(conversation, message, Purpose.REPLY, "Second.", 7)))
    desk.store.write(lambda write: write.cancel_delivery(queued))
    assert desk.draft(conversation) == "First.\n\nSecond."


def test_undo_takes_queued_words_back_and_redo_queues_them_again(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.store.write(lambda write: write.undo())
    assert (desk.state(queued), desk.own_words(conversation)) == (CANCELLED, [])
    desk.store.write(lambda write: write.redo())
    assert desk.state(queued) is WAITING
    assert desk.own_words(conversation) == [("No, try it.", "local")]
    assert desk.draft(conversation) == ""
    desk.delivers()
    assert desk.state(queued) is SENT


def test_undo_says_that_words_are_out(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation)
    desk.delivers()
    with pytest.raises(Refused, match="out"):
        desk.store.write(lambda write: write.undo())


def test_what_may_be_out_cannot_be_taken_back(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.delivers()
    with pytest.raises(Refused, match="out already"):
        desk.store.write(lambda write: write.cancel_delivery(queued))
    with pytest.raises(Refused, match="out already"):
        desk.store.write(lambda write: write.undo())
    assert desk.state(queued) is UNSURE


def test_undo_takes_back_what_was_sent_again_too(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    asks(desk, queued)
    desk.store.write(lambda write: write.retry_delivery(queued))
    desk.store.write(lambda write: write.undo())
    desk.settles(3600)
    assert len(desk.network.sent) == 1
    assert (desk.own_words(conversation), desk.draft(conversation)) == ([], "No, try it.")


def test_undo_says_that_what_was_sent_again_is_out(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    asks(desk, queued)
    desk.store.write(lambda write: write.retry_delivery(queued))
    desk.delivers()
    with pytest.raises(Refused, match="are out"):
        desk.store.write(lambda write: write.undo())


def test_undo_leaves_to_the_person_what_asks_whether_it_is_there(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    asks(desk, queued)
    with pytest.raises(Refused, match="whether it is there"):
        desk.store.write(lambda write: write.undo())
    desk.store.write(lambda write: write.cancel_delivery(queued))
    assert (desk.state(queued), desk.draft(conversation)) == (CANCELLED, "No, try it.")


# ------------------------------------------------------------------------------------------------------ being asked


def test_it_is_there_says_the_person(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    asks(desk, queued)
    desk.store.write(lambda write: write.settle_by_hand(queued))
    assert desk.state(queued) is SENT
    assert len(desk.network.sent) == 1


def test_what_the_person_said_is_there_gets_its_name_when_it_comes_in(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    asks(desk, queued)
    desk.store.write(lambda write: write.settle_by_hand(queued))
    desk.comes_in(mine(desk.clock.now(), "No, try it.", remote_id(desk, message)))
    assert desk.own_words(conversation) == [("No, try it.", "n77")]


def test_sent_again_it_leaves_under_a_new_key_and_in_its_old_turn(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    first, second = desk.answers(conversation, "One."), desk.answers(conversation, "Two.")
    asks(desk, first)
    assert desk.state(second) is WAITING, "what comes after it waits for the person's word"
    desk.store.write(lambda write: write.retry_delivery(first))
    desk.network.rule = Retry(Safety.DUPLICATE_ERROR, 30)
    desk.delivers()
    keys = [key for key, _ in desk.network.sent]
    assert len(set(keys)) == 3
    assert [bytes_.split()[2] for _, bytes_ in desk.network.sent] == [b"One.", b"One.", b"Two."]
    assert sorted(desk.own_words(conversation)) == [("One.", "n2"), ("Two.", "n3")]
    assert (desk.state(first), desk.state(second)) == (CANCELLED, SENT)


def test_what_does_not_ask_cannot_be_answered(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    with pytest.raises(Refused):
        desk.store.write(lambda write: write.retry_delivery(queued))
    with pytest.raises(Refused):
        desk.store.write(lambda write: write.settle_by_hand(queued))


def test_words_that_need_me_are_no_answer_yet(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation)
    desk.network.sends.append(Rejected("No."))
    desk.delivers()
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).row.state is State.WAITING


# ------------------------------------------------------------------------------------------- likes and moderation


# ------------------------------------------------------------------------------- own words that come in by themselves


def test_an_unsure_answer_that_comes_in_is_sent_and_shown_once(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, 'It\'s "easy" -- try it...')
    desk.gets_lost()
    desk.delivers()
    shown = "It\u2019s \u201ceasy\u201d \u2013 try it\u2026"
    desk.comes_in(mine(desk.clock.now(), shown, remote_id(desk, message)))
    assert (desk.state(queued), desk.view(queued).remote_id) == (SENT, "n77")
    assert desk.own_words(conversation) == [(shown, "n77")]
    desk.settles(3600)
    assert len(desk.network.sent) == 1
    assert desk.says_wrong() == []


def test_an_answer_that_comes_in_while_it_is_being_sent_is_shown_once(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    parent = remote_id(desk, message)
    desk.network.while_sending = lambda: desk.comes_in(mine(desk.clock.now(), "No, try it.", parent, "n1")) and None
    desk.delivers()
    assert desk.state(queued) is SENT
    assert desk.own_words(conversation) == [("No, try it.", "n1")]


def test_words_whose_look_differs_come_in_first_and_are_joined_when_the_receipt_names_them(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "3 < 5, you know")
    parent = remote_id(desk, message)
    desk.network.while_sending = lambda: desk.comes_in(mine(desk.clock.now(), "3 5, you know", parent, "n1")) and None
    desk.delivers()
    assert desk.state(queued) is SENT
    assert [name for _, name in desk.own_words(conversation)] == ["n1"]
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).messages[-1].delivery == queued
    assert desk.says_wrong() == []


def test_a_receipt_brings_the_words_as_the_network_shows_them(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    desk.answers(conversation, "3 < 5, you know")
    shown = mine(desk.clock.now(), "3 5, you know", remote_id(desk, message), "n1", remote_state=RemoteState.HELD)
    desk.network.sends.append(Receipt("n1", "https://there.example/1", shown, "It waits for moderation."))
    desk.delivers()
    assert desk.own_words(conversation) == [("3 5, you know", "n1")]
    with desk.store.reading() as reading:
        own = reading.conversation(conversation).messages[-1]
    assert (own.remote_state, own.delivery_reason) == (RemoteState.HELD, "It waits for moderation.")
    assert desk.says_wrong() == []


def test_the_same_words_written_elsewhere_hold_an_untried_answer_and_do_not_swallow_it(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    desk.comes_in(mine(desk.clock.now(), "No, try it.", remote_id(desk, message)))
    assert desk.state(queued) is NEEDS_YOU
    assert "answered elsewhere" in desk.view(queued).reason
    assert sorted(desk.own_words(conversation)) == [("No, try it.", "local"), ("No, try it.", "n77")]


def test_old_words_like_these_are_not_taken_for_them(desk: Desk) -> None:
    conversation, message = desk.somebody_writes(created_at=desk.clock.now() - timedelta(days=9))
    queued = desk.answers(conversation, "Thanks!")
    desk.gets_lost()
    desk.delivers()
    desk.comes_in(mine(desk.clock.now() - timedelta(days=8), "Thanks!", remote_id(desk, message)))
    assert desk.state(queued) is UNSURE


def test_two_equal_answers_that_come_in_settle_one_each(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    first = desk.answers(conversation, "Thanks!")
    desk.network.rule = Retry(Safety.READ_BACK, 30)
    asks_first = desk.answers(conversation, "Thanks!")
    parent = remote_id(desk, message)
    desk.gets_lost()
    desk.delivers()
    desk.comes_in(mine(desk.clock.now(), "Thanks!", parent, "n70"))
    assert (desk.state(first), desk.state(asks_first)) == (SENT, WAITING)
    desk.gets_lost()
    desk.delivers()
    desk.comes_in(mine(desk.clock.now(), "Thanks!", parent, "n70"), mine(desk.clock.now(), "Thanks!", parent, "n71"))
    assert desk.state(asks_first) is SENT
    assert sorted(desk.own_words(conversation)) == [("Thanks!", "n70"), ("Thanks!", "n71")]


def test_what_came_in_after_the_first_try_is_not_spoken_for(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    parent = remote_id(desk, message)
    desk.comes_in(mine(desk.clock.now(), "Earlier words.", parent, "n60"))
    queued = desk.answers(conversation, "3 < 5")
    desk.network.looks.append(CANNOT_TELL)
    desk.gets_lost()
    desk.delivers()
    desk.comes_in(mine(desk.clock.now(), "3 5", parent, "n61"))
    desk.settles()
    assert desk.network.ops[-1].claimed == {"n60"}
    assert desk.state(queued) is NEEDS_YOU


def test_a_found_answer_that_intake_had_added_already_is_joined_with_it(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "3 < 5")
    desk.gets_lost()
    desk.delivers()
    desk.comes_in(mine(desk.clock.now(), "3 5", remote_id(desk, message), "n61"))
    assert len(desk.own_words(conversation)) == 2
    desk.network.looks.append(Reconciled(Verdict.FOUND, Receipt("n61")))
    desk.settles()
    assert (desk.state(queued), desk.own_words(conversation)) == (SENT, [("3 5", "n61")])
    assert desk.says_wrong() == []


def test_what_another_settled_meanwhile_stays_as_it_is(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.delivers()
    now = desk.clock.now()
    desk.store.write(lambda write: write.settle_unsure(queued, "Late.", now))
    desk.store.write(lambda write: write.settle_waiting(queued, "Late.", now))
    desk.store.write(lambda write: write.settle_needs_you(queued, "Late."))
    assert desk.state(queued) is SENT
    assert desk.store.write(lambda write: write.claim(queued, b"", now)) is None


def test_only_one_claim_wins(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    now = desk.clock.now()
    won = [desk.store.write(lambda write: write.claim(queued, b"bytes", now)) for _ in range(3)]
    assert [claim is not None for claim in won] == [True, False, False]


def test_a_like_of_a_network_is_found_again(desk: Desk) -> None:
    desk.network.rule = Retry(Safety.REPEATABLE, 30)
    _, message = desk.somebody_writes()
    queued, _ = desk.store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None))
    desk.gets_lost()
    desk.delivers()
    desk.network.looks.append(ABSENT)
    desk.settles()
    assert desk.state(queued) is SENT


def test_a_copy_that_a_wrong_clock_kept_from_being_recognised_is_joined_when_the_person_says_it_is_there(
    desk: Desk,
) -> None:
    conversation, message = desk.somebody_writes()
    queued = desk.answers(conversation, "No, try it.")
    asks(desk, queued)
    desk.comes_in(mine(desk.clock.now() - timedelta(days=400), "No, try it.", remote_id(desk, message)))
    assert desk.state(queued) is NEEDS_YOU
    desk.store.write(lambda write: write.settle_by_hand(queued))
    assert desk.own_words(conversation) == [("No, try it.", "n77")]
    assert desk.says_wrong() == []
