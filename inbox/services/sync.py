"""One fetch of one place: batches in, HTML made safe, taken in, and the place told how it went.

No database write is open while a network is awaited. What went wrong is said at the place, in one sentence, and never
touches another place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.errors import NetworkError, RateLimited, SignInNeeded, Unreachable
from inbox.core.fetched import Batch, FetchedMessage, SafeMessage
from inbox.core.model import Place, PlaceStatus, SafeHtml
from inbox.core.ports import Priority, Store, TakenIn
from inbox.rules import markup

if TYPE_CHECKING:
    from inbox.networks.api import NetworkSession

SLICE = 50
"""Messages a transaction: it stays under a frame, and acts of the person go first (decision 22)."""

NextSync = Callable[[datetime, int, float | None], datetime]
"""(now, failures in a row, Retry-After in seconds) -> when to look again."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How one fetch went. `sentence` is "" when all is well; PAUSED: it was broken off, and nothing was noted."""

    place: int
    messages: int
    status: PlaceStatus
    sentence: str = ""
    is_asked_for_patience: bool = False
    """The server said how long to leave it alone: the place's next turn is after that."""


def sync_place(
    store: Store,
    place_id: int,
    sessions: Callable[[Place], NetworkSession],
    clock: Clock,
    next_sync: NextSync,
    *,
    fully: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> SyncReport:
    """Fetch what is new at a place. Expected network errors end up in the report and at the place, never raised.

    A place that is removed, paused, or signed in or out meanwhile is left at the next batch; what went before is kept,
    and nothing is said at the place: it goes on where the cursors stand when it is due (at once after a sign-in).
    """
    place = _listened_to(store, place_id)
    if place is None:
        return SyncReport(place_id, 0, PlaceStatus.PAUSED)
    taken = 0
    session: NetworkSession | None = None
    try:
        session = sessions(place)
        cursors = store.write(lambda write: write.cursors(place_id), Priority.INTAKE)
        for batch in session.fetch(cursors, fully=fully):
            for part in _parts(batch):
                take_in(store, place_id, part)
            taken += len(batch.messages)
            if stop() or not _goes_on(store, place, sessions, session):
                return SyncReport(place_id, taken, PlaceStatus.PAUSED)
    except NetworkError as error:
        if stop() or not _goes_on(store, place, sessions, session):
            return SyncReport(place_id, taken, PlaceStatus.PAUSED)
        return _failed(store, place, clock, next_sync, taken, error)
    now = clock.now()
    at = next_sync(now, 0, None)
    store.write(
        lambda write: write.note_sync(place_id, PlaceStatus.FINE, "", next_at=at, failures=0, done=True),
        Priority.INTAKE,
    )
    return SyncReport(place_id, taken, PlaceStatus.FINE)


def _listened_to(store: Store, place_id: int) -> Place | None:
    with store.reading() as reading:
        return next((each for each in reading.places() if each.id == place_id and not each.paused), None)


def _goes_on(
    store: Store, place: Place, sessions: Callable[[Place], NetworkSession], session: NetworkSession | None
) -> bool:
    """Whether what was begun may go on: the place is still listened to, and nobody signed in or out there meanwhile."""
    now = _listened_to(store, place.id)
    return now is not None and (session is None or sessions(now) is session)


def take_in(store: Store, place_id: int, batch: Batch) -> Changes:
    """Make a batch safe and take it in, in one transaction with its cursor."""
    taken = TakenIn(batch, tuple(make_safe(message) for message in batch.messages))
    return store.write(lambda write: write.take_in(place_id, taken), Priority.INTAKE)


def absorb(store: Store, place: Place, messages: Iterable[FetchedMessage]) -> Changes:
    """Take in what was seen on the way (just before sending): no cursor moves."""
    news = tuple(messages)
    return take_in(store, place.id, Batch(stream="", messages=news)) if news else NOTHING


def make_safe(message: FetchedMessage) -> SafeMessage:
    """The only call of `rules/markup` for what others wrote (decision 29)."""
    safe = markup.make_safe(message.html, base_url=message.url)
    plain = markup.same_as_plain(safe.html, safe.text)
    return SafeMessage(
        fetched=message,
        html=SafeHtml("") if plain else safe.html,
        text=safe.text,
        notes=safe.notes,
        images=tuple((image.url, image.alt) for image in safe.images),
        spoken=safe.spoken,
    )


def pace(every_s: float, dice: random.Random, schedule: Callable[..., datetime]) -> NextSync:
    """Bind the schedule of `runtime/heartbeat` to a network's own pace."""

    def next_sync(now: datetime, failures: int, retry_after_s: float | None) -> datetime:
        return schedule(now, every_s, failures, dice, retry_after_s)

    return next_sync


def _parts(batch: Batch) -> list[Batch]:
    """Slices of a batch; the cursor, the deletions and the sweep go with the last, so a crash between loses nothing."""
    slices = [batch.messages[at : at + SLICE] for at in range(0, len(batch.messages), SLICE)] or [()]
    firsts = [Batch(stream=batch.stream, messages=part) for part in slices[:-1]]
    last = Batch(
        stream=batch.stream,
        messages=slices[-1],
        reactions=batch.reactions,
        deleted=batch.deleted,
        sweep=batch.sweep,
        cursor=batch.cursor,
        first_fetch_done=batch.first_fetch_done,
    )
    return [*firsts, last]


def _failed(
    store: Store, place: Place, clock: Clock, next_sync: NextSync, taken: int, error: NetworkError
) -> SyncReport:
    status = PlaceStatus.FAILING
    if isinstance(error, SignInNeeded):
        status = PlaceStatus.NEEDS_YOU
    elif isinstance(error, Unreachable):
        status = PlaceStatus.OFFLINE
    patience = error.retry_after_s if isinstance(error, RateLimited) else None
    failures = place.failures + 1
    at = next_sync(clock.now(), failures, patience)
    sentence = str(error)
    store.write(
        lambda write: write.note_sync(place.id, status, sentence, next_at=at, failures=failures, done=False),
        Priority.INTAKE,
    )
    return SyncReport(place.id, taken, status, sentence, is_asked_for_patience=patience is not None)
