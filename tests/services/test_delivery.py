"""What becomes of a delivery, for each thing that a network may say (decisions 15-19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.errors import RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Can, DeliveryState, PlaceStatus, RemoteState
from inbox.networks.api import Ground, Receipt, Reconciled, Verdict
from inbox.services import delivery
from inbox.store.settling import OTHER_USER, OTHER_USER_UNSURE
from tests.outbox_desk import FOUND, NEEDS_YOU, SENT, UNSURE, WAITING, Desk, desk_in, theirs

THERE = Reconciled(Verdict.FOUND, Receipt("n9", "https://there.example/9"))


def test_what_was_queued_is_sent_and_named(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.delivers()
    assert desk.state(queued) is SENT
    assert desk.view(queued).remote_id == "n1"
    assert desk.own_words(conversation) == [("No, try it.", "n1")]
    assert desk.network.asked == ["ground", "prepare", "send"]
    assert desk.says_wrong() == []


def test_the_bytes_are_durable_before_the_first_one_leaves(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    seen: list[DeliveryState] = []
    desk.network.while_sending = lambda: seen.append(desk.state(queued))
    desk.delivers()
    assert seen == [DeliveryState.SENDING]


def test_no_write_is_open_while_the_network_is_awaited(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    desk.answers(conversation)
    desk.network.while_sending = lambda: desk.somebody_writes("Ben", "Hello") and None
    desk.delivers()
    assert desk.where_is(theirs(desk.clock.now(), "Ben", "Hello").remote_id)


def test_offline_leaves_it_waiting_and_nothing_else_of_that_place_is_tried(desk: Desk) -> None:
    first, _ = desk.somebody_writes("Ann")
    second, _ = desk.somebody_writes("Ben")
    ann, ben = desk.answers(first), desk.answers(second)
    desk.network.grounds.append(Unreachable("The blog cannot be reached."))
    desk.delivers()
    assert (desk.state(ann), desk.state(ben)) == (WAITING, WAITING)
    assert desk.network.sent == []
    assert desk.view(ann).reason == "The blog cannot be reached."
    assert desk.network.asked == ["ground"]
    desk.settles(60)
    assert (desk.state(ann), desk.state(ben)) == (SENT, SENT)


def test_each_failure_to_reach_it_waits_longer_but_never_over_a_quarter_of_an_hour(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    waits = []
    for _ in range(14):
        desk.network.grounds.append(Unreachable("The blog cannot be reached."))
        desk.delivers()
        at = desk.view(queued).not_before
        assert at is not None
        waits.append((at - desk.clock.now()).total_seconds())
        desk.clock.pass_time(timedelta(seconds=waits[-1] + 1))
    assert waits[0] < 15
    assert waits[5] > waits[0]
    assert max(waits) <= 900


def test_a_place_that_asks_for_patience_gets_it_for_everything(desk: Desk) -> None:
    first, _ = desk.somebody_writes("Ann")
    second, _ = desk.somebody_writes("Ben")
    ann, ben = desk.answers(first), desk.answers(second)
    desk.network.sends.append(RateLimited("Too fast.", 120))
    desk.delivers()
    assert len(desk.network.sent) == 1
    desk.settles(119)
    assert len(desk.network.sent) == 1
    desk.settles(2)
    assert (desk.state(ann), desk.state(ben)) == (SENT, SENT)


def test_an_absurd_patience_is_cut_to_a_quarter_of_an_hour(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.sends.append(RateLimited("Too fast.", 30 * 86400.0))
    desk.delivers()
    assert desk.view(queued).not_before == desk.clock.now() + timedelta(seconds=900)


def test_a_refused_sign_in_asks_at_the_place_and_signing_in_sends_it(desk: Desk) -> None:
    first, _ = desk.somebody_writes("Ann")
    second, _ = desk.somebody_writes("Ben")
    ann, ben = desk.answers(first), desk.answers(second)
    desk.network.sends.append(SignInNeeded("Sign in again at The Paper."))
    desk.delivers()
    assert desk.state(ann) is NEEDS_YOU
    assert desk.place_now().status is PlaceStatus.NEEDS_YOU
    assert desk.place_now().sentence == "Sign in again at The Paper."
    desk.settles(3600)
    assert len(desk.network.sent) == 1, "a password that was refused is not tried for every answer"
    desk.store.write(lambda write: write.update_place(desk.place, FOUND))
    desk.delivers()
    assert (desk.state(ann), desk.state(ben)) == (SENT, SENT)


@pytest.mark.parametrize("signed_out", [False, True])
def test_what_waits_when_somebody_else_signs_in_asks(desk: Desk, signed_out: bool) -> None:
    refused, waits = (desk.answers(desk.somebody_writes(name)[0]) for name in ("Ann", "Ben"))
    desk.network.sends.append(SignInNeeded("Sign in again at The Paper."))
    desk.delivers()
    if signed_out:
        nobody = replace(FOUND, signed_in_as="", user_remote_id="", can=Can.READ)
        desk.store.write(lambda write: write.update_place(desk.place, nobody))
    another = replace(FOUND, signed_in_as="sam", user_remote_id="another")
    desk.store.write(lambda write: write.update_place(desk.place, another))
    desk.settles(3600)
    assert [(desk.state(each), desk.view(each).reason) for each in (refused, waits)] == [(NEEDS_YOU, OTHER_USER)] * 2
    assert len(desk.network.sent) == 1
    desk.store.write(lambda write: write.retry_delivery(waits))
    desk.delivers()
    assert desk.state(waits) is SENT


def test_what_is_unsure_when_somebody_else_signs_in_asks_whether_it_is_there(desk: Desk) -> None:
    queued = desk.answers(desk.somebody_writes()[0])
    desk.gets_lost()
    desk.delivers()
    desk.store.write(lambda write: write.update_place(desk.place, replace(FOUND, user_remote_id="another")))
    assert (desk.state(queued), desk.view(queued).reason) == (NEEDS_YOU, OTHER_USER_UNSURE)


def test_a_refusal_asks_with_the_reason_and_is_not_repeated(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.sends.append(Rejected("Comments are closed there."))
    desk.delivers()
    assert (desk.state(queued), desk.view(queued).reason) == (NEEDS_YOU, "Comments are closed there.")
    desk.settles(86400)
    assert len(desk.network.sent) == 1


def test_the_same_words_refused_at_the_first_try_ask_instead_of_counting_as_sent(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.sends.append(Rejected("Duplicate.", "duplicate"))
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU
    assert "Exactly these words" in desk.view(queued).reason


# ----------------------------------------------------------------------------------------------------------- the ground


# ------------------------------------------------------------------------------------------------------ order and time


def test_answers_to_one_message_leave_in_order_one_at_a_time(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    first, second = desk.answers(conversation, "One."), desk.answers(conversation, "Two.")
    desk.gets_lost()
    desk.delivers()
    assert (desk.state(first), desk.state(second)) == (UNSURE, WAITING)
    assert len(desk.network.sent) == 1
    desk.network.looks.append(THERE)
    desk.settles()
    assert (desk.state(first), desk.state(second)) == (SENT, SENT)


def test_one_persons_trouble_does_not_hold_up_anothers_answer(desk: Desk) -> None:
    first, _ = desk.somebody_writes("Ann")
    second, _ = desk.somebody_writes("Ben")
    ann, ben = desk.answers(first), desk.answers(second)
    desk.gets_lost()
    desk.delivers()
    assert (desk.state(ann), desk.state(ben)) == (UNSURE, SENT)


def test_what_is_held_for_undo_does_not_leave_early(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation, not_before=desk.clock.now() + timedelta(seconds=10))
    desk.settles(9)
    assert desk.state(queued) is WAITING
    desk.settles(1)
    assert desk.state(queued) is SENT


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_set_wrong_by_years_makes_nothing_wait_over_a_quarter_of_an_hour(desk: Desk, years: int) -> None:
    first, _ = desk.somebody_writes("Ann")
    second, _ = desk.somebody_writes("Ben")
    third, _ = desk.somebody_writes("Cleo")
    lost = desk.answers(first)
    desk.gets_lost()
    desk.delivers()
    offline = desk.answers(second)
    desk.network.grounds.append(Unreachable("Gone."))
    desk.delivers()
    held = desk.answers(third, not_before=desk.clock.now() + timedelta(seconds=10))
    desk.clock.pass_time(timedelta(days=365 * years))
    desk.delivers()
    desk.network.looks.append(THERE)
    desk.settles(901)
    desk.settles(901)
    assert [desk.state(each) for each in (lost, offline, held)] == [SENT] * 3


def _noted(desk: Desk, status: PlaceStatus) -> None:
    desk.store.write(
        lambda write: write.note_sync(
            desk.place, status, "", next_at=desk.clock.now() + timedelta(minutes=5), failures=0, done=False
        )
    )


def test_what_was_written_offline_leaves_in_its_order_as_soon_as_the_place_answers(desk: Desk) -> None:
    talks = [desk.somebody_writes(name)[0] for name in ("Ann", "Ben", "Cleo")]
    _noted(desk, PlaceStatus.OFFLINE)
    queued = []
    for talk in talks:
        queued.append(desk.answers(talk, f"To {talk}"))
        desk.network.grounds.append(Unreachable("Gone."))
        desk.delivers()
    desk.network.grounds.clear()
    later = desk.answers(desk.somebody_writes("Dora")[0], not_before=desk.clock.now() + timedelta(hours=2))
    assert [desk.state(each) for each in queued] == [WAITING] * 3
    desk.delivers()
    assert desk.network.sent == [], "the first still waits for the place, so nobody goes before it"
    _noted(desk, PlaceStatus.FINE)
    desk.settles(10)
    assert [desk.view(each).remote_id for each in queued] == ["n1", "n2", "n3"]
    assert desk.state(later) is WAITING, "what is to be sent later keeps its time"


def test_the_first_answer_that_arrives_lets_the_others_follow(desk: Desk) -> None:
    talks = [desk.somebody_writes(name)[0] for name in ("Ann", "Ben")]
    _noted(desk, PlaceStatus.OFFLINE)
    queued = [desk.answers(talk) for talk in talks]
    for _ in range(5):
        desk.network.grounds.append(Unreachable("Gone."))
        desk.settles(900)
    desk.network.grounds.clear()
    desk.settles(900)
    assert [desk.view(each).remote_id for each in queued] == ["n1", "n2"]


def test_the_time_to_take_back_is_kept_when_the_place_comes_back_at_once(desk: Desk) -> None:
    first, second = (desk.somebody_writes(name)[0] for name in ("Ann", "Ben"))
    _noted(desk, PlaceStatus.OFFLINE)
    desk.answers(first)
    held = desk.answers(second, not_before=desk.clock.now() + timedelta(seconds=10))
    desk.network.grounds.append(Unreachable("Gone."))
    desk.settles(1)
    _noted(desk, PlaceStatus.FINE)
    desk.settles(8)
    assert desk.state(held) is WAITING
    desk.settles(1)
    assert desk.state(held) is SENT


def test_a_pause_that_the_server_asked_for_is_kept_though_an_earlier_one_was_sent(desk: Desk) -> None:
    first, second = (desk.somebody_writes(name)[0] for name in ("Ann", "Ben"))
    queued = [desk.answers(first), desk.answers(second)]
    desk.network.grounds += [Ground(RemoteState.VISIBLE, "1"), RateLimited("Not so fast.", 600.0)]
    desk.delivers()
    desk.settles(300)
    assert [desk.state(each) for each in queued] == [SENT, WAITING]


def test_a_deletion_seen_just_before_sending_is_known_from_then_on(desk: Desk) -> None:
    talk, message = desk.somebody_writes()
    queued = desk.answers(talk)
    desk.network.grounds.append(Ground(RemoteState.DELETED, ""))
    desk.delivers()
    assert desk.state(queued) is NEEDS_YOU
    with desk.store.reading() as reading:
        assert reading.message(message).remote_state is RemoteState.DELETED
        assert [held.is_gone for held in reading.held_back()] == [True]


def test_places_that_are_paused_send_nothing(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.store.write(lambda write: write.pause(desk.place, True))
    desk.delivers()
    assert desk.state(queued) is WAITING
    desk.store.write(lambda write: write.pause(desk.place, False))
    desk.delivers()
    assert desk.state(queued) is SENT


# ----------------------------------------------------------------------------------------------------------- restarting


def test_what_was_being_sent_at_a_crash_is_looked_after_once_the_server_has_had_its_time(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    frozen = b"the bytes"
    assert desk.store.write(lambda write: write.claim(queued, frozen, desk.clock.now())) is not None
    delivery.recover(desk.store, desk.clock)
    assert desk.state(queued) is UNSURE
    desk.settles(1)
    assert desk.network.asked == [], "the server may still be at work on it"
    desk.network.looks.append(THERE)
    desk.settles()
    assert desk.state(queued) is SENT


def test_a_damaged_copy_is_never_sent(tmp_path_factory: pytest.TempPathFactory) -> None:
    import sqlite3

    folder = tmp_path_factory.mktemp("damaged")
    with desk_in(folder) as desk:
        conversation, _ = desk.somebody_writes()
        queued = desk.answers(conversation)
        desk.gets_lost()
        desk.delivers()
        clock = desk.clock
    file = sqlite3.connect(next(folder.glob("*.sqlite")))
    file.execute("UPDATE delivery SET frozen = ?", (b"REPLY other words",))
    file.commit()
    file.close()
    with desk_in(folder, clock) as desk:
        desk.settles()
        assert (desk.state(queued), desk.network.sent) == (NEEDS_YOU, [])
        assert "damaged" in desk.view(queued).reason


# ------------------------------------------------------------------------------------------------------------ headless


def deliver_headless(desk: Desk, wait_s: float | None) -> None:
    def nap(seconds: float) -> None:
        desk.clock.pass_time(timedelta(seconds=seconds))

    delivery.deliver_until(desk.store, desk.network, desk.clock, wait_s=wait_s, nap=nap, dice=desk.dice)


def test_deliver_waits_for_what_is_unsure(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    desk.network.looks.append(THERE)
    deliver_headless(desk, None)
    assert desk.state(queued) is SENT


def test_deliver_does_not_wait_longer_than_told(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.gets_lost()
    before = desk.clock.now()
    deliver_headless(desk, 10)
    assert desk.state(queued) is UNSURE
    assert desk.clock.now() - before <= timedelta(seconds=11)


def test_deliver_returns_when_nothing_is_due(desk: Desk) -> None:
    conversation, _ = desk.somebody_writes()
    queued = desk.answers(conversation)
    desk.network.grounds.append(Unreachable("Gone."))
    before = desk.clock.now()
    deliver_headless(desk, None)
    assert (desk.state(queued), desk.clock.now()) == (WAITING, before)


def test_deliver_works_for_all_places(desk: Desk) -> None:
    from dataclasses import replace

    other, _ = desk.store.write(
        lambda write: write.add_place(replace(FOUND, canonical="other.example"), waits_from=None)
    )
    conversation, _ = desk.somebody_writes()
    message = theirs(desk.clock.now(), "Ben", "Hello there")
    desk.comes_in(message, place=other)
    queued = [desk.answers(conversation), desk.answers(desk.where_is(message.remote_id)[0])]
    assert sorted(delivery.due_places(desk.store, desk.clock)) == sorted([desk.place, other])
    deliver_headless(desk, 0)
    assert [desk.state(each) for each in queued] == [SENT, SENT]
