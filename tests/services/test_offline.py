"""Getting ready to go offline: what would be fetched, how far it is, and one sentence about how it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from inbox.core.errors import NetworkError, Unreachable
from inbox.core.fetched import Batch
from inbox.core.model import Place, Snooze, State
from inbox.services import offline
from inbox.services.offline import Pictures, Progress, Ready
from tests.builders import a_message, found, take_in
from tests.outbox_desk import Desk, theirs


class Sessions:
    """Each fetch brings one more message to the thread, or fails."""

    def __init__(self, desk: Desk, fails: NetworkError | None = None) -> None:
        self.desk, self.fails = desk, fails
        self.fully: list[tuple[int, bool]] = []
        self.place = 0

    def __call__(self, place: Place) -> Any:
        self.place = place.id
        return self

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        self.fully.append((self.place, fully))
        if self.fails is not None:
            raise self.fails
        yield Batch("news", (theirs(self.desk.clock.now(), "Zoe", "Late"),))


def pace(network: str) -> Any:
    def next_sync(now: datetime, failures: int, patience: float | None) -> datetime:
        return now + timedelta(minutes=5)

    return next_sync


def get_ready(desk: Desk, sessions: Sessions, **more: Any) -> tuple[Ready, list[Progress]]:
    told: list[Progress] = []
    ready = offline.get_ready(desk.store, sessions, desk.clock, pace, heard=told.append, **more)
    return ready, told


def waits(desk: Desk) -> int:
    with desk.store.reading() as reading:
        return sum(need.conversations for need in offline.needs(reading))


def second_place(desk: Desk) -> int:
    desk.somebody_writes()
    place = desk.store.write(lambda write: write.add_place(found(), waits_from=None)[0])
    take_in(desk.store, place, a_message())
    return place


def test_every_place_at_which_something_waits_is_read_whole(desk: Desk) -> None:
    other = second_place(desk)
    sessions = Sessions(desk)
    before = waits(desk)
    ready, told = get_ready(desk, sessions)
    assert sessions.fully == [(desk.place, True), (other, True)]
    assert ready.sentence == f"Ready to go offline: {before} conversations at 2 places are here whole."
    assert told == [Progress(0, 2, "The Paper"), Progress(1, 2, "The Slow Oven"), Progress(2, 2, "")]
    assert waits(desk) == before + 2


def test_one_place_that_fails_is_named_and_does_not_stop_the_others(desk: Desk) -> None:
    second_place(desk)
    ready, _ = get_ready(desk, Sessions(desk, Unreachable("The server does not answer.")))
    assert ready.sentence == (
        "Of 2 places only what came before is here. The Paper: The server does not answer. "
        "The Slow Oven: The server does not answer."
    )
    assert ready.missing == ("The Paper: The server does not answer.", "The Slow Oven: The server does not answer.")


def test_a_paused_place_and_one_that_asks_are_left_out_and_said(desk: Desk) -> None:
    other = second_place(desk)
    desk.store.write(lambda write: write.pause(other, True))
    sessions = Sessions(desk)
    ready, _ = get_ready(desk, sessions)
    assert [place for place, _ in sessions.fully] == [desk.place]
    assert ready.missing == ("The Slow Oven: It is paused, so nothing is fetched from it.",)
    assert ready.sentence.endswith(
        "Of 1 place only what came before is here. The Slow Oven: It is paused, so nothing is fetched from it."
    )


def test_where_nothing_waits_nothing_is_fetched(desk: Desk) -> None:
    desk.somebody_writes()
    with desk.store.reading() as reading:
        ids = [key.id for state in State for key in reading.keys(state)]
    desk.store.write(lambda write: write.finish(ids))
    sessions = Sessions(desk)
    assert get_ready(desk, sessions)[0].sentence.startswith("Nothing is waiting")
    assert sessions.fully == []


def test_snoozed_conversations_are_fetched_too(desk: Desk) -> None:
    desk.somebody_writes()
    with desk.store.reading() as reading:
        ids = [key.id for key in reading.keys(State.WAITING)]
    at = desk.clock.now() + timedelta(days=1)
    desk.store.write(lambda write: write.snooze(ids, Snooze("", "UTC", at)))
    assert waits(desk) == len(ids)


def test_it_can_be_stopped_and_says_how_far_it_came(desk: Desk) -> None:
    second_place(desk)
    sessions = Sessions(desk)
    ready, _ = get_ready(desk, sessions, stop=lambda: True)
    assert ready.sentence.startswith("Stopped before all was fetched: 0 conversations")
    assert sessions.fully == []


def test_pictures_are_kept_only_where_they_are_allowed(desk: Desk) -> None:
    place = second_place(desk)
    shown = a_message("9", "Look", by="Dora")
    object.__setattr__(shown, "images", (("https://x.example/a.png", "a"), ("https://x.example/b.png", "b")))
    other = a_message("10", "Look here", by="Emil")
    object.__setattr__(other, "images", (("https://x.example/c.png", "c"),))
    take_in(desk.store, place, shown, other)
    kept: list[str] = []

    def keep(address: str) -> bool:
        kept.append(address)
        return True

    assert get_ready(desk, Sessions(desk))[0].pictures == 0
    assert get_ready(desk, Sessions(desk), pictures=Pictures(of_all=False, keep=keep))[0].pictures == 0
    with desk.store.reading() as reading:
        rows = reading.rows([key.id for key in reading.keys(State.WAITING)])
    dora = next(row.identity for row in rows if row.name == "Dora")
    desk.store.write(lambda write: write.keep_pictures(dora, True))
    ready, _ = get_ready(desk, Sessions(desk), pictures=Pictures(of_all=False, keep=keep))
    assert (ready.pictures, kept) == (2, ["https://x.example/a.png", "https://x.example/b.png"])
    assert get_ready(desk, Sessions(desk), pictures=Pictures(of_all=True, keep=keep))[0].pictures == 3


def test_a_server_that_asked_for_a_pause_is_left_alone(desk: Desk) -> None:
    desk.somebody_writes()
    with desk.store.reading() as reading:
        assert [need.why_not for need in offline.needs(reading)] == [""]
        assert [need.why_not for need in offline.needs(reading, {desk.place})] == ["Its server asked for a pause."]


def test_of_many_places_that_fail_two_are_named_and_the_rest_counted(desk: Desk) -> None:
    second_place(desk)
    with desk.store.reading() as reading:
        one, other = offline.needs(reading)
    wanted = [one, other, *(replace(one, place=replace(one.place, id=100 + at)) for at in range(2))]
    outcomes = [offline.outcome(need, None) for need in reversed(wanted)]
    ready = offline.summed(wanted, outcomes, stopped=False)
    assert ready.sentence.endswith(f"The Paper: {offline.BROKE} The Slow Oven: {offline.BROKE} 2 places more.")
    assert len(ready.missing) == 4
