""" "Tomorrow 9:00" follows the traveller: the wall is kept, the instant is what it means here."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from inbox.core.changes import Changes
from inbox.core.clock import WallTime, to_micros
from inbox.core.model import Snooze, State
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import states, view

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells a running program no new zone")

NINE = datetime.fromisoformat("2026-11-22T09:00:00")
AT_HOME = datetime(2026, 11, 22, 8, tzinfo=UTC)
OVERSEAS = datetime(2026, 11, 22, 14, tzinfo=UTC)
Travel = Callable[[str], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Travel]:
    """Be in a zone, written as POSIX has it. The program is not told."""
    monkeypatch.setenv("TZ", "CET-1")
    time.tzset()
    yield lambda zone: monkeypatch.setenv("TZ", zone)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def conversation(store: SqliteStore) -> int:
    take_in(store, a_place(store), a_message("1"))
    return view(store).row.id


def nine(zone: str = "") -> Snooze:
    return Snooze(NINE.isoformat(), zone, WallTime(NINE, zone).instant())


def wake(store: SqliteStore) -> Changes:
    return store.write(lambda write: write.wake(OVERSEAS))


def test_a_snooze_ends_by_the_wall_of_where_the_computer_is(
    store: SqliteStore, conversation: int, travel: Travel
) -> None:
    store.write(lambda write: write.snooze([conversation], nine()))
    wake(store)
    assert view(store).row.snoozed_until == AT_HOME
    travel("EST5")
    [change] = wake(store).rows
    assert view(store).row.snoozed_until == OVERSEAS
    assert [key and key.wakes for key in (change.before, change.after)] == [to_micros(AT_HOME), to_micros(OVERSEAS)]


def test_a_reminder_falls_due_by_that_wall_too(store: SqliteStore, conversation: int, travel: Travel) -> None:
    store.write(lambda write: write.wait_for_them([conversation], nine()))
    travel("EST5")
    wake(store)
    assert view(store).row.remind_at == OVERSEAS


def test_a_snooze_in_a_named_zone_stays(store: SqliteStore, conversation: int, travel: Travel) -> None:
    store.write(lambda write: write.snooze([conversation], nine("Europe/Berlin")))
    travel("EST5")
    wake(store)
    assert view(store).row.snoozed_until == AT_HOME


def test_travelling_is_nothing_that_undo_stumbles_over(store: SqliteStore, conversation: int, travel: Travel) -> None:
    store.write(lambda write: write.snooze([conversation], nine()))
    travel("EST5")
    wake(store)
    with store.reading() as reading:
        assert [step.moved for step in reading.undo_steps()] == [""]
    store.write(lambda write: write.undo())
    assert states(store) == {"Ann": State.WAITING}


def test_what_has_come_back_is_not_snoozed_once_more(
    store: SqliteStore, clock: FrozenClock, conversation: int, travel: Travel
) -> None:
    store.write(lambda write: write.snooze([conversation], nine()))
    clock.pass_time(AT_HOME - NOON)
    wake(store)
    assert states(store) == {"Ann": State.WAITING}
    travel("EST5")
    wake(store)
    assert states(store) == {"Ann": State.WAITING}
