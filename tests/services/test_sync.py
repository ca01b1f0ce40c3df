"""One fetch of one place: what comes in, what is said at the place, and what happens to the place meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from inbox.core.errors import NetworkError, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.fetched import Batch, FetchedMessage
from inbox.core.model import Place, PlaceStatus
from inbox.services import sync
from inbox.services.sync import SyncReport
from tests.outbox_desk import FOUND, Desk, theirs

LATER = timedelta(minutes=5)


class Fetching:
    """A session whose batches a test decides; `between` runs before the second one is read."""

    def __init__(self, *batches: Batch, fails: NetworkError | None = None) -> None:
        self.batches, self.fails = batches, fails
        self.between: Callable[[], object] = lambda: None
        self.asked_with: list[Mapping[str, str]] = []

    def __call__(self, place: Place) -> Any:
        return self

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        self.asked_with.append(dict(cursors))
        for number, batch in enumerate(self.batches):
            if number == 1:
                self.between()
            yield batch
        if self.fails is not None:
            raise self.fails


def news(desk: Desk, *names: str, cursor: str | None = None) -> Batch:
    return Batch("news", tuple(theirs(desk.clock.now(), name, f"Hello from {name}") for name in names), cursor=cursor)


def looks(desk: Desk, session: Fetching, **more: Any) -> SyncReport:
    def next_sync(now: datetime, failures: int, patience: float | None) -> datetime:
        return now + (timedelta(seconds=patience) if patience is not None else LATER * (failures + 1))

    return sync.sync_place(desk.store, desk.place, session, desk.clock, next_sync, **more)


def waiting(desk: Desk) -> int:
    with desk.store.reading() as reading:
        return sum(count for (_, place), count in reading.counts().items() if place == desk.place)


def test_what_is_new_comes_in_and_the_next_look_goes_on_from_there(desk: Desk) -> None:
    report = looks(desk, Fetching(news(desk, "Ann", "Ben", cursor="c1")))
    assert (report.messages, report.status, report.sentence) == (2, PlaceStatus.FINE, "")
    place = desk.place_now()
    assert (place.last_sync_at, place.next_sync_at) == (desk.clock.now(), desk.clock.now() + LATER)
    again = Fetching()
    looks(desk, again)
    assert again.asked_with == [{"news": "c1"}]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unreachable("The blog does not answer."), PlaceStatus.OFFLINE),
        (SignInNeeded("Sign in again."), PlaceStatus.NEEDS_YOU),
        (Rejected("The blog is closed."), PlaceStatus.FAILING),
    ],
)
def test_what_went_wrong_is_said_at_the_place_and_what_came_before_is_kept(
    desk: Desk, error: NetworkError, status: PlaceStatus
) -> None:
    report = looks(desk, Fetching(news(desk, "Ann"), fails=error))
    assert (report.status, report.sentence) == (status, str(error))
    place = desk.place_now()
    assert (place.status, place.sentence, place.failures) == (status, str(error), 1)
    assert place.last_sync_at is None
    assert waiting(desk) == 1


def test_a_server_that_asks_for_patience_is_given_it(desk: Desk) -> None:
    looks(desk, Fetching(fails=RateLimited("Not so fast.", 77)))
    assert desk.place_now().next_sync_at == desk.clock.now() + timedelta(seconds=77)


def test_a_large_batch_comes_in_by_parts_and_its_cursor_with_the_last(desk: Desk) -> None:
    many = news(desk, *(f"N{number}" for number in range(sync.SLICE * 2 + 1)), cursor="c9")
    heard: list[int] = []
    desk.store.on_changes(lambda changes: heard.append(len(changes.rows)))
    looks(desk, Fetching(many))
    assert [count for count in heard if count] == [sync.SLICE, sync.SLICE, 1]


def test_a_place_that_is_paused_while_it_is_read_stays_paused(desk: Desk) -> None:
    session = Fetching(news(desk, "Ann"), news(desk, "Ben"), news(desk, "Cleo"))
    session.between = lambda: desk.store.write(lambda write: write.pause(desk.place, True))
    looks(desk, session)
    place = desk.place_now()
    assert (place.paused, place.status) == (True, PlaceStatus.PAUSED)
    assert waiting(desk) == 2


@pytest.mark.parametrize("forget", [True, False])
@pytest.mark.parametrize("fails", [None, Unreachable("The blog does not answer.")])
def test_a_place_that_is_removed_while_it_is_read_is_left_in_peace(
    desk: Desk, forget: bool, fails: NetworkError | None
) -> None:
    def removed() -> None:
        desk.store.write(lambda write: write.remove_place(desk.place, forget=forget))
        if fails is not None:
            raise fails

    session = Fetching(news(desk, "Ann"), news(desk, "Ben"))
    session.between = removed
    report = looks(desk, session)
    assert (report.status, report.sentence) == (PlaceStatus.PAUSED, "")
    assert desk.says_wrong() == []
    assert looks(desk, Fetching(news(desk, "Cleo"))).messages == 0


def test_signing_in_while_a_place_is_read_begins_anew_at_once(desk: Desk) -> None:
    first, second = Fetching(news(desk, "Ann"), news(desk, "Ben"), fails=SignInNeeded("Old password.")), Fetching()
    current: list[Any] = [first]

    def signed_in() -> None:
        current.append(second)
        desk.store.write(lambda write: write.update_place(desk.place, replace(FOUND, signed_in_as="ada")))

    first.between = signed_in
    report = sync.sync_place(
        desk.store, desk.place, lambda place: current[-1], desk.clock, lambda now, failures, patience: now + LATER
    )
    assert (report.status, report.messages) == (PlaceStatus.PAUSED, 2)
    place = desk.place_now()
    assert (place.status, place.next_sync_at) == (PlaceStatus.FINE, None)


def test_quitting_in_the_middle_does_not_call_the_place_read(desk: Desk) -> None:
    asked = iter((False, True))
    looks(desk, Fetching(news(desk, "Ann"), news(desk, "Ben"), news(desk, "Cleo")), stop=lambda: next(asked, True))
    place = desk.place_now()
    assert (place.last_sync_at, place.next_sync_at) == (None, None)
    assert waiting(desk) == 2


def test_html_is_made_safe_once_on_the_way_in(desk: Desk) -> None:
    def shown(message: FetchedMessage) -> tuple[str, str]:
        safe = sync.make_safe(message)
        return safe.html, safe.text

    said = theirs(desk.clock.now(), "Ann", "x")
    assert shown(replace(said, html="<p>Plain words</p>")) == ("", "Plain words")
    html, text = shown(
        replace(said, html='<p>Look <a href="/here">here</a><script>x()</script></p>', url=FOUND.address)
    )
    assert (html, text) == (f'<p>Look <a href="{FOUND.address}/here">here</a></p>', "Look here")
