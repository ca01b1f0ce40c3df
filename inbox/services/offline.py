"""Getting ready to go offline: the threads of everything that waits are fetched whole, place by place, and it is said
how that went. People, histories and earlier messages are on this computer already. Pictures only where the person
allowed them beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inbox.core.clock import Clock
from inbox.core.model import Place, PlaceStatus, RowKey, State
from inbox.core.ports import Reading, Store
from inbox.services import sync
from inbox.services.sync import NextSync

if TYPE_CHECKING:
    from inbox.networks.api import NetworkSession

STATES = (State.WAITING, State.THEM, State.SNOOZED)
"""What may come up while away."""
MOST_PICTURES = 500


@dataclass(frozen=True, slots=True)
class Need:
    """One place at which something waits. `why_not`: why it is left out, as a sentence, or ""."""

    place: Place
    conversations: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Before each place, and once at the end with `done` = `places` and no title."""

    done: int
    places: int
    title: str


@dataclass(frozen=True, slots=True)
class Ready:
    """`sentence` is the result to show. `conversations`: those that are here whole now."""

    sentence: str
    conversations: int
    places: int
    pictures: int
    missing: tuple[str, ...]
    """What could not be fetched, a sentence a place."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """`allowed` tells of a conversation whether its pictures may be loaded without being asked for; `keep` loads one
    picture by its address, keeps it, and says whether that worked."""

    allowed: Callable[[RowKey], bool]
    keep: Callable[[str], bool]


def needs(reading: Reading) -> list[Need]:
    """What getting ready would fetch, the places in order of adding."""
    counts = reading.counts()
    found = []
    for place in reading.places():
        conversations = sum(counts.get((state, place.id), 0) for state in STATES)
        if conversations:
            found.append(Need(place, conversations, _why_not(place)))
    return found


def get_ready(
    store: Store,
    sessions: Callable[[Place], NetworkSession],
    clock: Clock,
    pace: Callable[[str], NextSync],
    *,
    pictures: Pictures | None = None,
    heard: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Ready:
    """One place after the other; one that fails does not stop the rest. `pace` gives a network's schedule. Run it in a
    lane of its own: it takes as long as the servers do. Raises StoreError."""
    with store.reading() as reading:
        wanted = needs(reading)
    missing = [f"{need.place.title}: {need.why_not}" for need in wanted if need.why_not]
    fetched = [need for need in wanted if not need.why_not]
    whole, places, kept = 0, 0, 0
    for done, need in enumerate(fetched):
        if stop():
            break
        heard(Progress(done, len(fetched), need.place.title))
        next_sync = pace(need.place.network)
        report = sync.sync_place(store, need.place.id, sessions, clock, next_sync, fully=True, stop=stop)
        if report.status is PlaceStatus.FINE:
            whole += need.conversations
            places += 1
            kept += _keep_pictures(store, need.place, pictures, stop, MOST_PICTURES - kept)
        elif report.sentence:
            missing.append(f"{need.place.title}: {report.sentence}")
    heard(Progress(len(fetched), len(fetched), ""))
    sentence = _sentence(wanted, whole, places, missing, stopped=stop())
    return Ready(sentence, whole, places, kept, tuple(missing))


def _why_not(place: Place) -> str:
    if place.paused:
        return "It is paused, so nothing is fetched from it."
    if place.status is PlaceStatus.NEEDS_YOU:
        return place.sentence or "It asks you to sign in first."
    return ""


def _keep_pictures(store: Store, place: Place, pictures: Pictures | None, stop: Callable[[], bool], most: int) -> int:
    if pictures is None:
        return 0
    with store.reading() as reading:
        keys = [key for state in STATES for key in reading.keys(state, place.id) if pictures.allowed(key)]
    kept = 0
    for key in keys:
        with store.reading() as reading:
            messages = reading.conversation(key.id).messages
        for address in dict.fromkeys(address for message in messages for address, _ in message.images):
            if kept >= most or stop():
                return kept
            kept += pictures.keep(address)
    return kept


def _sentence(wanted: list[Need], whole: int, places: int, missing: list[str], *, stopped: bool) -> str:
    if not wanted:
        return "Nothing is waiting, so there is nothing to fetch. You can go offline."
    here = f"{_number(whole, 'conversation')} at {_number(places, 'place')} {'is' if whole == 1 else 'are'} here whole."
    if stopped:
        return f"Stopped before all was fetched: {here}"
    if not missing:
        return f"Ready to go offline: {here}"
    left_out = f"{_number(len(missing), 'place')} could not be read: what is here of it is from the last time."
    return f"{here} {left_out}" if places else left_out


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
