"""The clockwork behind the window: nothing is asked for each second, nothing stays stuck, nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.errors import InboxError, RateLimited, StoreError, Unreachable
from inbox.core.fetched import Batch
from inbox.core.model import DeliveryState, PlaceStatus, Snooze, State
from inbox.core.ports import Priority, Store
from inbox.networks.api import Receipt, Reconciled, Verdict
from inbox.store.due import AT_ONCE
from inbox.ui.engine import Engine, Parts
from inbox.ui.sending import REST_S
from tests.outbox_desk import Desk, Network, desk_in, theirs
from tests.patience import PATIENCE_MS

SECOND = timedelta(seconds=1)


class Lane(Network):
    """What the engine is given for `Sessions`: `reads` is what a look at the place does."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0
        self.reads: Callable[[], Iterator[Batch]] = lambda: iter(())

    def fetch(self, cursors: Any, *, fully: bool = False) -> Iterator[Batch]:
        self.looked += 1
        return self.reads()

    def stop_when(self, stop: Callable[[], bool]) -> None:
        """Nothing here takes long."""


class Disk:
    """A store whose disk may be full."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_full = False
        self.while_writing: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, work: Any, priority: Priority = Priority.ACTS) -> Any:
        if self.is_full:
            raise StoreError("The disk is full.")
        self.while_writing()
        return self._store.write(work, priority)


class Behind:
    def __init__(self, desk: Desk, bot: QtBot) -> None:
        self.desk, self.bot = desk, bot
        self.disk = Disk(desk.store)
        self.reading, self.sending = Lane(), Lane()
        self.bugs: list[BaseException] = []
        self.said: list[str] = []
        parts = Parts(
            Path("nowhere"),
            desk.clock,
            self.disk,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            self.reading,  # type: ignore[arg-type]
            self.sending,  # type: ignore[arg-type]
            lambda network: lambda now, failures, patience: now + timedelta(minutes=5),
            self.bugs.append,
        )
        self.engine = Engine(parts)
        self.engine.said.connect(lambda sentence: self.said.append(str(sentence)))

    def seconds(self, count: int) -> None:
        for _ in range(count):
            self.desk.clock.pass_time(SECOND)
            self.engine.tick()
            self.idle()

    def idle(self) -> None:
        self.bot.waitUntil(lambda: not self.engine.runner.busy() and not self.engine.syncing)
        self.bot.wait(20)


@pytest.fixture
def behind(tmp_path: Path, qtbot: QtBot) -> Iterator[Behind]:
    with desk_in(tmp_path) as desk:
        made = Behind(desk, qtbot)
        yield made
        made.engine.close()


def fails_with(error: Exception) -> Callable[[], Iterator[Batch]]:
    def read() -> Iterator[Batch]:
        raise error

    return read


@pytest.mark.parametrize("error", [StoreError("The disk is full."), ZeroDivisionError("a bug")])
def test_a_fetch_that_broke_is_not_begun_anew_each_second(behind: Behind, error: Exception) -> None:
    behind.reading.reads = fails_with(error)
    behind.seconds(10)
    assert behind.reading.looked == 1
    assert [*behind.said, *map(str, behind.bugs)] == [str(error)]
    behind.seconds(round(REST_S))
    assert behind.reading.looked == 2


def test_coming_back_keeps_to_the_pause_a_server_asked_for(behind: Behind) -> None:
    """The pace of these tests is five minutes, whatever went wrong."""
    behind.reading.reads = fails_with(RateLimited("The blog asks for patience.", 240.0))
    behind.seconds(1)
    behind.engine.come_back()
    behind.idle()
    assert behind.reading.looked == 1
    behind.engine.sync_now()
    behind.idle()
    assert behind.reading.looked == 2, "whoever asks for news gets them"
    behind.desk.clock.pass_time(timedelta(minutes=6))
    behind.reading.reads = fails_with(Unreachable("No connection."))
    behind.engine.come_back()
    behind.idle()
    assert behind.reading.looked == 3
    behind.engine.come_back()
    behind.idle()
    assert behind.reading.looked == 4, "a place that only was away is looked at"


def test_whoever_asks_for_news_gets_them_at_once(behind: Behind) -> None:
    behind.reading.reads = fails_with(StoreError("The disk is full."))
    behind.seconds(1)
    behind.reading.reads = lambda: iter(())
    behind.engine.sync_now()
    behind.idle()
    assert (behind.reading.looked, behind.desk.place_now().status) == (2, PlaceStatus.FINE)


@pytest.mark.parametrize("error", [StoreError("The disk is full."), ZeroDivisionError("a bug")])
def test_a_round_of_sending_that_broke_is_not_begun_anew_each_second(behind: Behind, error: Exception) -> None:
    conversation, _ = behind.desk.somebody_writes()
    behind.desk.store.write(
        lambda write: write.note_sync(
            behind.desk.place,
            PlaceStatus.FINE,
            "",
            next_at=behind.desk.clock.now() + timedelta(hours=1),
            failures=0,
            done=True,
        )
    )
    queued = behind.desk.answers(conversation)
    behind.sending.opens.append(error)  # type: ignore[arg-type]
    behind.engine.start()
    behind.idle()
    behind.seconds(12)
    assert len([*behind.said, *behind.bugs]) == 1
    assert behind.desk.state(queued) is DeliveryState.WAITING
    behind.engine.sending.send_due()
    behind.bot.waitUntil(lambda: behind.desk.state(queued) is DeliveryState.SENT)


@pytest.mark.parametrize("asks_meanwhile", [False, True])
def test_what_was_sent_when_the_disk_was_full_is_looked_after_without_a_restart(
    behind: Behind, asks_meanwhile: bool
) -> None:
    conversation, _ = behind.desk.somebody_writes()
    queued = behind.desk.answers(conversation)
    asked = Event()

    def full() -> None:
        behind.disk.is_full = True
        asked.wait(PATIENCE_MS / 1000)

    behind.sending.while_sending = full
    behind.engine.start()
    behind.bot.waitUntil(lambda: behind.disk.is_full)
    if asks_meanwhile:
        behind.engine.sending.see_when()
    asked.set()
    behind.idle()
    assert behind.desk.state(queued) is DeliveryState.SENDING
    behind.disk.is_full = False
    behind.sending.while_sending = lambda: None
    behind.sending.looks.append(Reconciled(Verdict.FOUND, Receipt("n1")))
    behind.seconds(round(REST_S) + 35)
    assert behind.desk.state(queued) is DeliveryState.SENT
    assert len(behind.sending.sent) == 1


def test_a_place_that_waits_for_a_sign_in_is_not_asked_about_again_and_again(behind: Behind) -> None:
    conversation, _ = behind.desk.somebody_writes()
    behind.desk.answers(conversation)
    place = behind.desk.place
    behind.desk.store.write(
        lambda write: write.note_sync(place, PlaceStatus.NEEDS_YOU, "Sign in.", next_at=None, failures=1, done=False)
    )
    with behind.desk.store.reading() as reading:
        assert reading.outbox_goes_on() is None
    behind.desk.store.write(
        lambda write: write.note_sync(place, PlaceStatus.FINE, "", next_at=None, failures=0, done=True)
    )
    with behind.desk.store.reading() as reading:
        assert reading.outbox_goes_on() is not None


def test_what_was_being_sent_at_the_last_end_is_looked_after_before_anything_leaves(behind: Behind) -> None:
    conversation, _ = behind.desk.somebody_writes()
    queued = behind.desk.answers(conversation)
    behind.desk.store.write(lambda write: write.claim(queued, b"bytes", behind.desk.clock.now()))
    behind.engine.start()
    behind.idle()
    assert behind.desk.state(queued) is DeliveryState.UNSURE
    assert behind.sending.sent == []


def test_a_clock_that_was_put_back_keeps_nothing_waiting(behind: Behind) -> None:
    conversation, _ = behind.desk.somebody_writes()
    snoozed, _ = behind.desk.somebody_writes("Ben")
    behind.desk.clock.pass_time(timedelta(days=3650))
    behind.engine.start()
    queued = behind.desk.answers(conversation, not_before=behind.desk.clock.now() + timedelta(seconds=10))
    behind.idle()
    behind.desk.clock.pass_time(timedelta(days=-3650))
    soon = behind.desk.clock.now() + timedelta(minutes=2)
    behind.desk.store.write(lambda write: write.snooze([snoozed], Snooze("", "UTC", soon)))
    for _ in range(17):
        behind.desk.clock.pass_time(timedelta(minutes=1))
        behind.engine.tick()
        behind.idle()
    assert behind.desk.state(queued) is DeliveryState.SENT
    with behind.desk.store.reading() as reading:
        assert reading.rows([snoozed])[0].state is State.WAITING


def test_words_on_their_way_into_the_outbox_are_there_before_the_program_ends(behind: Behind) -> None:
    first, _ = behind.desk.somebody_writes("Ann")
    second, _ = behind.desk.somebody_writes("Ben")
    queued: list[int] = []
    failed: list[InboxError] = []
    behind.engine.call(lambda: queued.append(behind.desk.answers(first)), lambda _: None, failed.append)
    behind.engine.call(lambda: queued.append(behind.desk.answers(second)), lambda _: None, failed.append)
    behind.engine.close()
    assert (len(queued), failed) == (2, [])


def test_a_place_that_is_forgotten_while_it_is_read_is_no_bug(behind: Behind) -> None:
    def read() -> Iterator[Batch]:
        yield Batch("news", messages=(theirs(behind.desk.clock.now(), "Ann", "Hello"),))
        behind.desk.store.write(lambda write: write.remove_place(behind.desk.place, forget=True))
        yield Batch("news", messages=(theirs(behind.desk.clock.now(), "Ben", "Hello"),))

    behind.reading.reads = read
    heard: list[object] = []
    behind.engine.synced.connect(heard.append)
    behind.seconds(3)
    assert (behind.bugs, behind.said, heard, behind.engine.syncing) == ([], [], [], set())


def test_reading_a_place_whole_comes_after_what_its_lane_is_at_and_tells_how_it_went(behind: Behind) -> None:
    heard: list[object] = []
    stopped = False
    place = behind.desk.place_now()
    behind.engine.sync_now()
    behind.engine.read_whole(place, lambda: stopped, heard.append)
    assert behind.engine.syncing == {place.id}
    behind.idle()
    assert behind.reading.looked == 2
    behind.reading.reads = fails_with(RateLimited("The blog asks for patience.", 240.0))
    behind.engine.read_whole(place, lambda: stopped, heard.append)
    behind.idle()
    assert behind.engine.patient() == {place.id}
    behind.reading.reads = fails_with(StoreError("The disk is full."))
    behind.engine.read_whole(place, lambda: stopped, heard.append)
    behind.idle()
    stopped = True
    behind.engine.read_whole(place, lambda: stopped, heard.append)
    behind.idle()
    assert behind.reading.looked == 4, "one that is stopped before its turn asks nobody"
    assert [one and one.status for one in heard] == [  # type: ignore[attr-defined]
        PlaceStatus.FINE, PlaceStatus.FAILING, None, PlaceStatus.PAUSED,
    ]  # fmt: skip
    assert (behind.engine.syncing, behind.said) == (set(), ["The disk is full."])


def test_what_was_joined_or_removed_a_moment_ago_is_said_and_is_no_bug(behind: Behind) -> None:
    said: list[str] = []
    for work in (
        lambda write: write.finish([77]),
        lambda write: write.undo() if write.reading.person(77) else write.redo(),
        lambda write: write.cancel_delivery(77),
        lambda write: write.pause(77, True),
    ):
        behind.engine.write(work, lambda _: None, lambda error: said.append(str(error)))
    behind.bot.waitUntil(lambda: len(said) + len(behind.bugs) == 4)
    assert set(said) == {"That is no longer here. Choose something else."}


def test_everybody_follows_what_counts_and_where_it_lasts_it_is_told_how_far_that_is(behind: Behind) -> None:
    told: list[float | None] = []
    behind.engine.looked.connect(lambda: told.append(behind.engine.upkeep.counted))
    now = behind.desk.clock.now()
    behind.desk.comes_in(*(theirs(now, f"Person {number}", f"Hello {number}.") for number in range(3 * AT_ONCE)))
    behind.engine.start()
    behind.idle()
    behind.disk.while_writing = lambda: behind.desk.clock.pass_time(3 * SECOND)
    behind.desk.store.write(lambda write: write.set_counts({"segments.new_face_days": 1}))
    behind.bot.waitUntil(lambda: told[-1:] == [None] and any(told))
    shares = [share for share in told if share is not None]
    assert len(shares) >= 3
    assert shares == sorted(shares)
    assert behind.desk.store.write(lambda write: write.count_more()) == 1, "nobody is left"
