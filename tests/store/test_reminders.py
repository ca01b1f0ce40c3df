"""Snoozes that end with a time or an answer, and reminders of those who do not answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.model import Purpose, Row, Snooze, State
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import dump, view

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def until(days: int, *, or_answer: bool = True) -> Snooze:
    at = NOON + days * DAY
    return Snooze(at.replace(tzinfo=None).isoformat(), "UTC", at, or_answer)


def row(store: SqliteStore) -> Row:
    with store.reading() as reading:
        return reading.rows([1])[0]


def chip(store: SqliteStore) -> str:
    return row(store).reasons[0].label


def wake(store: SqliteStore, clock: FrozenClock) -> int:
    return store.write(lambda write: write.wake(clock.now())).new_waiting


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(store, place, a_message("1"), a_message("2", "A much asked question?", by="Bob"))
    return place


def ask_back(store: SqliteStore, text: str = "I will look.", remind: Snooze | None = None) -> int:
    to = view(store).focus or 0
    return store.write(lambda write: write.queue_words(1, to, text, Purpose.REPLY, not_before=None, remind=remind)[0])


def test_back_from_snooze_it_stands_on_top_with_a_chip(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    store.write(lambda write: write.snooze([1], until(1)))
    clock.pass_time(DAY)
    assert wake(store, clock) == 1
    assert (row(store).state, row(store).came_back, chip(store)) == (State.WAITING, "snooze", "Back from snooze")
    with store.reading() as reading:
        assert row(store).worth > reading.rows([2])[0].worth


def test_they_answer_before_the_time_and_the_chip_says_so(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.snooze([1], until(3)))
    take_in(store, place, a_message("3", "Here I am", at=NOON + MINUTE))
    assert (row(store).state, row(store).came_back, chip(store)) == (State.WAITING, "answered", "They answered")


def test_a_snooze_for_its_time_only_is_not_ended_by_an_answer(
    store: SqliteStore, clock: FrozenClock, place: int
) -> None:
    store.write(lambda write: write.snooze([1], until(3, or_answer=False)))
    take_in(store, place, a_message("3", "Here I am", at=NOON + MINUTE))
    assert row(store).state is State.SNOOZED
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert (row(store).state, row(store).came_back) == (State.WAITING, "snooze")
    clock.pass_time(MINUTE)
    take_in(store, place, a_message("4", "And now?", at=clock.now()))
    assert row(store).came_back == "wrote_again"


def test_done_and_written_again_it_stands_on_top_saying_why(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("3", "One more thing", at=NOON + MINUTE))
    assert (row(store).came_back, chip(store)) == ("wrote_again", "They wrote again")


def test_waiting_on_them_comes_back_when_they_do_not_answer(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    changes = store.write(lambda write: write.wait_for_them([1], until(3)))
    assert changes.sentence == "Waiting on them, reminder Tuesday 12:00 · Ann."
    assert (row(store).state, row(store).remind_at) == (State.THEM, NOON + 3 * DAY)
    clock.pass_time(3 * DAY)
    assert wake(store, clock) == 1
    assert (row(store).state, row(store).came_back, chip(store)) == (
        State.WAITING,
        "no_answer",
        "No answer for 3 days",
    )
    assert row(store).waiting_since is None
    clock.pass_time(DAY)
    wake(store, clock)
    assert chip(store) == "No answer for 4 days"
    store.write(lambda write: write.undo())
    assert (row(store).state, row(store).remind_at, row(store).came_back) == (State.WAITING, None, "")


def test_their_answer_ends_the_reminder(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    store.write(lambda write: write.wait_for_them([1], until(3)))
    take_in(store, place, a_message("3", "Here it is", at=NOON + MINUTE))
    assert (row(store).state, row(store).came_back, chip(store)) == (State.WAITING, "answered", "They answered")
    store.write(lambda write: write.finish([1]))
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert row(store).state is State.DONE


def test_send_and_remind_me_if_there_is_no_answer(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    ask_back(store, remind=until(3))
    assert (row(store).state, row(store).remind_at) == (State.THEM, NOON + 3 * DAY)
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert (row(store).state, chip(store)) == (State.WAITING, "No answer for 3 days")
    clock.pass_time(MINUTE)
    ask_back(store, "Just asking again.")
    assert row(store).state is State.DONE


def test_the_answer_and_its_reminder_are_taken_back_together(store: SqliteStore, place: int) -> None:
    ask_back(store, remind=until(3))
    store.write(lambda write: write.undo())
    assert (row(store).state, row(store).remind_at, row(store).has_draft) == (State.WAITING, None, True)
    store.write(lambda write: write.redo())
    assert (row(store).state, row(store).remind_at) == (State.THEM, NOON + 3 * DAY)


def test_a_reminder_of_an_answer_that_was_dropped_says_nothing(
    store: SqliteStore, clock: FrozenClock, place: int
) -> None:
    delivery = ask_back(store, remind=until(3))
    store.write(lambda write: write.cancel_delivery(delivery))
    assert row(store).state is State.WAITING
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert row(store).came_back == ""


def test_done_calls_a_reminder_off(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    store.write(lambda write: write.wait_for_them([1], until(3)))
    store.write(lambda write: write.finish([1]))
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert row(store).state is State.DONE


def test_my_answer_elsewhere_leaves_the_reminder(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    store.write(lambda write: write.wait_for_them([1], until(3)))
    take_in(store, place, a_message("3", "From the blog", by=me(), parent="1", at=NOON + MINUTE))
    assert row(store).state is State.THEM
    clock.pass_time(3 * DAY)
    wake(store, clock)
    assert row(store).came_back == "no_answer"


def test_a_reminder_for_a_time_that_is_over_is_refused_whole(store: SqliteStore, place: int) -> None:
    before = dump(store)
    for work in (
        lambda: store.write(lambda write: write.wait_for_them([1], until(0))),
        lambda: ask_back(store, remind=until(-1)),
    ):
        with pytest.raises(Refused, match="That time is over"):
            work()
    assert dump(store) == before
