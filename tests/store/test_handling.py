"""How long handling takes, read off the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.model import Purpose
from inbox.store.writer import SqliteStore
from tests.builders import a_message, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import view


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(store, place, *(a_message(str(number), by=f"Person {number}", on=str(number)) for number in range(6)))
    return place


def handled(store: SqliteStore, limit: int = 50) -> list[float]:
    with store.reading() as reading:
        return reading.handled_seconds(limit)


def done(store: SqliteStore, clock: FrozenClock, *ids: int, after: float) -> None:
    clock.pass_time(timedelta(seconds=after))
    store.write(lambda write: write.finish(ids))


def test_each_took_the_time_since_the_one_before(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    done(store, clock, 1, after=5)
    done(store, clock, 2, after=20)
    store.write(lambda write: write.mark_read(3))
    done(store, clock, 3, after=40)
    assert handled(store) == pytest.approx([40, 20], abs=0.01)
    assert handled(store, 1) == pytest.approx([40], abs=0.01)


def test_a_pause_is_no_handling(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    done(store, clock, 1, after=5)
    done(store, clock, 2, after=3600)
    done(store, clock, 3, after=30)
    assert handled(store) == pytest.approx([30], abs=0.01)


def test_several_at_once_share_their_time(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    done(store, clock, 1, after=5)
    done(store, clock, 2, 3, 4, after=30)
    assert handled(store) == pytest.approx([10, 10, 10], abs=0.01)


def test_an_answer_and_the_done_after_it_are_one(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    done(store, clock, 1, after=5)
    clock.pass_time(timedelta(seconds=60))
    to = view(store, "Person 1").focus
    assert to is not None
    store.write(lambda write: write.queue_words(2, to, "Thank you!", Purpose.REPLY, not_before=None)[1])
    done(store, clock, 2, after=4)
    assert handled(store) == pytest.approx([64], abs=0.01)
