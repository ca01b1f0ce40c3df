"""When a place is fetched next."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inbox.core.model import Place
from inbox.runtime.heartbeat import JITTER, LONGEST_S, due, next_sync

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_place(id: int, next_at: datetime | None, *, paused: bool = False) -> Place:
    return Place(id, "wordpress", f"blog{id}.example", "", "", "wordpress", next_sync_at=next_at, paused=paused)


@given(st.integers(0, 200), st.floats(30, 90_000), st.integers(0, 2**32))
def test_no_wait_is_shorter_than_asked_or_longer_than_an_hour_and_its_jitter(
    failures: int, pace: float, seed: int
) -> None:
    at = next_sync(NOW, pace, failures, random.Random(seed))
    wait = (at - NOW).total_seconds()
    least = min(pace, LONGEST_S) if failures == 0 else 60
    assert least * (1 - JITTER) - 1 <= wait <= LONGEST_S * (1 + JITTER) + 1
    assert due([a_place(1, at)], NOW) == []


def test_failures_wait_longer_each_time() -> None:
    waits = [next_sync(NOW, 300, failures, random.Random(7)) for failures in range(1, 6)]
    assert waits == sorted(waits)
    assert waits[-1] > waits[0] + timedelta(minutes=10)


def test_retry_after_is_kept_to_but_a_year_is_not() -> None:
    assert next_sync(NOW, 60, 1, random.Random(1), retry_after_s=1200) >= NOW + timedelta(seconds=1200)
    assert next_sync(NOW, 60, 1, random.Random(1), retry_after_s=3e7) <= NOW + timedelta(
        seconds=LONGEST_S * (1 + JITTER)
    )


def test_two_places_that_succeed_together_do_not_come_back_together() -> None:
    dice = random.Random(3)
    assert next_sync(NOW, 300, 0, dice) != next_sync(NOW, 300, 0, dice)


def test_due_places_come_in_the_order_they_waited_and_new_ones_first() -> None:
    late, later, new = a_place(1, NOW - timedelta(minutes=1)), a_place(2, NOW - timedelta(minutes=9)), a_place(3, None)
    soon, paused = a_place(4, NOW + timedelta(minutes=1)), a_place(5, None, paused=True)
    assert [place.id for place in due([late, soon, later, paused, new], NOW)] == [3, 2, 1]


def test_a_time_left_by_a_wrong_clock_does_not_silence_a_place() -> None:
    assert [place.id for place in due([a_place(1, NOW + timedelta(days=400))], NOW)] == [1]
