"""Where a conversation stands (decision 9), from what arrived and what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.model import Because, Can, RemoteState, Snooze, State
from inbox.core.ports import Priority
from inbox.store.writer import SqliteStore
from tests.builders import ALL, NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.answers import answer
from tests.store.looking import row, view

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def tomorrow() -> Snooze:
    return Snooze("2026-11-22T09:00:00", "UTC", (NOON + DAY).replace(hour=9))


def test_a_comment_waits_on_me(store: SqliteStore, place: int) -> None:
    changes = take_in(store, place, a_message())
    assert row(store).state is State.WAITING
    assert row(store).waiting_since == NOON
    assert changes.new_waiting == 1
    assert [(change.before, change.after and change.after.state) for change in changes.rows] == [(None, State.WAITING)]


def test_each_person_under_a_post_is_a_conversation(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", "And salt?", at=NOON + MINUTE))
    assert {row(store, "Ann").id, row(store, "Bob").id} == {1, 2}
    assert [message.remote_id for message in view(store).messages] == ["1", "3"]
    assert [message.remote_id for message in view(store).others] == ["2"]


def test_done_leaves_the_list_and_a_new_message_brings_it_back_saying_why(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    store.write(lambda write: write.finish([1]))
    assert row(store).state is State.DONE
    take_in(store, place, a_message("2", "Still there?", at=NOON + MINUTE))
    assert row(store).state is State.WAITING
    assert row(store).waiting_since == NOON + MINUTE
    assert came_back(store) == "wrote_again"


def test_done_handles_only_what_had_arrived(store: SqliteStore, place: int) -> None:
    """A comment written before, but seen here after, still waits: nobody has read it."""
    take_in(store, place, a_message("2", "Newer"))
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("1", "Older, held up on its way", at=NOON - DAY))
    assert row(store).state is State.WAITING
    assert row(store).snippet == "Older, held up on its way"
    assert view(store).focus == next(m.id for m in view(store).messages if m.remote_id == "1")


def test_done_holds_although_the_clock_was_put_back(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    take_in(store, place, a_message())
    clock.pass_time(-timedelta(hours=3))
    store.write(lambda write: write.finish([1]))
    assert row(store).state is State.DONE


def test_my_answer_is_an_answer_from_the_moment_it_is_queued(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    answer(store, "Thank you!")
    assert row(store).state is State.DONE


def test_an_answer_that_asks_makes_it_their_turn(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    answer(store, "Thank you! Did you use rye?")
    assert row(store).state is State.THEM


def test_answering_and_done_at_once_is_done_even_with_a_question(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    answer(store, "Did you use rye?", then_done=True)
    assert row(store).state is State.DONE


def test_a_message_that_arrives_after_my_answer_was_queued_waits_although_it_was_written_before(
    store: SqliteStore, place: int
) -> None:
    take_in(store, place, a_message("1", at=NOON - DAY))
    answer(store, "Thank you!")
    take_in(store, place, a_message("2", "One more thing", at=NOON - timedelta(hours=3)))
    assert row(store).state is State.WAITING


def test_an_answer_that_was_taken_back_is_none(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    delivery = answer(store, "Thank you!")
    store.write(lambda write: write.cancel_delivery(delivery))
    assert row(store).state is State.WAITING
    assert row(store).has_draft


def test_an_answer_that_needs_me_leaves_the_conversation_waiting(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    delivery = answer(store, "Thank you!")
    store.write(lambda write: write.settle_needs_you(delivery, "Comments are closed."), Priority.OUTBOX)
    assert row(store).state is State.WAITING


def test_a_busy_server_does_not_make_my_answer_newer(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    delivery = answer(store, "Thank you!")
    store.write(lambda write: write.claim(delivery, b"bytes", NOON))
    take_in(store, place, a_message("2", "Oh, and salt?", at=NOON + MINUTE))
    store.write(lambda write: write.settle_waiting(delivery, "Busy.", NOON + MINUTE))
    assert row(store).state is State.WAITING


def test_my_answer_from_elsewhere_handles_what_was_written_before_it(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", at=NOON - DAY), a_message("2", by=me(), parent="1", at=NOON - 2 * MINUTE))
    assert row(store).state is State.DONE
    take_in(store, place, a_message("3", "Late, but written before my answer", at=NOON - timedelta(hours=2)))
    assert row(store).state is State.DONE
    take_in(store, place, a_message("4", "After it", at=NOON - MINUTE))
    assert row(store).state is State.WAITING


def test_my_words_to_the_thread_only_answer_nobody(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", "Thank you all", by=me(), at=NOON + MINUTE))
    assert row(store).state is State.WAITING
    assert [message.remote_id for message in view(store).others] == ["2"]


def test_my_answer_to_one_leaves_the_others_waiting(store: SqliteStore, place: int) -> None:
    take_in(
        store,
        place,
        a_message("1"),
        a_message("2", by="Bob"),
        a_message("3", by=me(), parent="2", at=NOON + MINUTE),
    )
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.WAITING, State.DONE)


def test_waiting_on_them_until_they_write(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    store.write(lambda write: write.wait_for_them([1]))
    assert row(store).state is State.THEM
    take_in(store, place, a_message("2", "Here it is", at=NOON + MINUTE))
    assert row(store).state is State.WAITING


def test_a_snoozed_conversation_comes_back_when_its_time_is_over(
    store: SqliteStore, clock: FrozenClock, place: int
) -> None:
    take_in(store, place, a_message())
    changes = store.write(lambda write: write.snooze([1], tomorrow()))
    assert changes.sentence == "Snoozed until tomorrow 9:00 · Ann."
    assert row(store).state is State.SNOOZED
    assert not store.write(lambda write: write.wake(clock.now()))
    clock.pass_time(DAY)
    changes = store.write(lambda write: write.wake(clock.now()))
    assert row(store).state is State.WAITING
    assert came_back(store) == "snooze"
    assert changes.new_waiting == 1


def test_a_message_wakes_a_snoozed_conversation(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    store.write(lambda write: write.snooze([1], tomorrow()))
    take_in(store, place, a_message("2", "Hello?", at=NOON + MINUTE))
    assert row(store).state is State.WAITING
    assert came_back(store) == "answered"


def test_what_was_answered_can_be_snoozed_as_a_reminder(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    take_in(store, place, a_message())
    answer(store, "I will look it up.")
    store.write(lambda write: write.snooze([1], tomorrow()))
    assert row(store).state is State.SNOOZED
    clock.pass_time(DAY)
    store.write(lambda write: write.wake(clock.now()))
    assert row(store).state is State.WAITING


def test_answering_a_snoozed_conversation_ends_it(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    store.write(lambda write: write.snooze([1], tomorrow()))
    answer(store, "Found it.")
    assert row(store).state is State.DONE


def test_what_was_done_or_answered_can_be_called_back(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", by=me(), parent="2"))
    store.write(lambda write: write.finish([1]))
    for conversation in (1, 2):
        store.write(lambda write, id=conversation: write.reopen([id]))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.WAITING, State.WAITING)
    store.write(lambda write: write.finish([1, 2]))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.DONE, State.DONE)


def test_muted_and_ignored_never_wait(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by="Bob"))
    store.write(lambda write: write.mute([1], True))
    store.write(lambda write: write.ignore(row(store, "Bob").identity, True))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.QUIET, State.QUIET)
    take_in(store, place, a_message("3", "And?", at=NOON + MINUTE), a_message("4", by="Bob", at=NOON + MINUTE))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.QUIET, State.QUIET)
    store.write(lambda write: write.mute([1], False))
    store.write(lambda write: write.ignore(row(store, "Bob").identity, False))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.WAITING, State.WAITING)


@pytest.mark.parametrize("state", [RemoteState.SPAM, RemoteState.TRASH, RemoteState.DELETED, RemoteState.GONE])
def test_what_is_no_longer_shown_never_waits(store: SqliteStore, place: int, state: RemoteState) -> None:
    take_in(store, place, a_message(state=state))
    assert row(store).state is State.QUIET


def test_a_held_message_waits_only_where_i_may_let_it_in(store: SqliteStore) -> None:
    mine = a_place(store, "https://mine.example", can=ALL)
    public = a_place(store, "https://public.example", can=Can.READ | Can.REPLY)
    take_in(store, mine, a_message("1", by="Ann", state=RemoteState.HELD))
    take_in(store, public, a_message("1", by="Bob", state=RemoteState.HELD))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.WAITING, State.QUIET)


def test_what_is_addressed_to_others_is_quiet(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message(addressed=frozenset()))
    assert row(store).state is State.QUIET
    take_in(store, place, a_message("2", "@baker?", at=NOON + MINUTE, addressed=frozenset({Because.MENTION})))
    assert row(store).state is State.WAITING


def test_marked_as_spam_elsewhere_it_leaves_the_list_and_let_in_again_it_waits(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    take_in(store, place, a_message("1", state=RemoteState.SPAM))
    assert row(store).state is State.QUIET
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("1"))
    assert row(store).state is State.WAITING


def test_an_edit_does_not_reopen(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("1", "What a soup! (edited)", edited_at=NOON + MINUTE))
    assert row(store).state is State.DONE
    assert row(store).snippet == "What a soup! (edited)"
    assert view(store).messages[0].edited_at == NOON + MINUTE


def test_what_is_old_at_the_first_fetch_stands_earlier(store: SqliteStore) -> None:
    place = a_place(store, waits_from=NOON - 30 * DAY)
    take_in(store, place, a_message("1", at=NOON - 40 * DAY), a_message("2", by="Bob", at=NOON - 20 * DAY))
    take_in(store, place, first_fetch_done=True)
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.EARLIER, State.WAITING)
    assert (row(store, "Ann").unread, row(store, "Bob").unread) == (False, True)


def test_what_arrives_after_the_first_fetch_waits_however_old_it_is(store: SqliteStore) -> None:
    place = a_place(store, waits_from=NOON - 30 * DAY)
    take_in(store, place, first_fetch_done=True)
    take_in(store, place, a_message("1", at=NOON - 40 * DAY))
    assert row(store).state is State.WAITING


def test_an_earlier_conversation_waits_once_they_write_or_i_call_it(store: SqliteStore) -> None:
    place = a_place(store, waits_from=NOON - 30 * DAY)
    old = NOON - 40 * DAY
    take_in(store, place, a_message("1", at=old), a_message("2", by="Bob", at=old), first_fetch_done=True)
    take_in(store, place, a_message("3", "Hello again"))
    store.write(lambda write: write.reopen([row(store, "Bob").id]))
    assert (row(store, "Ann").state, row(store, "Bob").state) == (State.WAITING, State.WAITING)


def test_another_choice_of_what_waits_moves_conversations(store: SqliteStore) -> None:
    place = a_place(store, waits_from=NOON - 30 * DAY)
    take_in(store, place, a_message("1", at=NOON - 40 * DAY), first_fetch_done=True)
    store.write(lambda write: write.set_waits_from(place, None))
    assert row(store).state is State.WAITING
    store.write(lambda write: write.set_waits_from(place, NOON))
    assert row(store).state is State.EARLIER


def test_read_is_not_handled(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    store.write(lambda write: write.mark_read(1))
    assert (row(store).state, row(store).unread) == (State.WAITING, False)
    store.write(lambda write: write.mark_unread([1]))
    assert row(store).unread


def came_back(store: SqliteStore) -> str:
    with store.reading() as reading:
        connection = reading._connection  # type: ignore[attr-defined]
        return str(connection.exec_driver_sql("SELECT came_back FROM conversation").scalar())
