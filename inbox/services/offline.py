"""Getting ready to go offline: the threads of everything that waits are fetched whole, and it is said how that went.

People, histories and earlier messages are on this computer already. Pictures only where the person allowed them
beforehand. One place is one piece of work: the window does the places side by side in their reading lanes, the face
without a window one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inbox.core.clock import Clock
from inbox.core.model import Place, PlaceStatus, State
from inbox.core.ports import Reading, Store
from inbox.services import sync
from inbox.services.sync import NextSync, SyncReport

if TYPE_CHECKING:
    from inbox.networks.api import NetworkSession

STATES = (State.WAITING, State.THEM, State.SNOOZED)
"""What may come up while away."""
MOST_PICTURES = 500
NAMED = 2
"""So many places that are missing are named with their reason in the one sentence."""
PATIENCE = "Its server asked for a pause."
LEFT = "It was changed meanwhile, so it was left."
BROKE = "Something went wrong while it was read."


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
class Outcome:
    """How one place went. `missing`: why not all of it is here, as a sentence, or ""."""

    need: Need
    missing: str = ""
    pictures: int = 0


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
    """`of_all`: whoever wrote; else only of people whose pictures are always loaded. `keep` loads one picture by its
    address, keeps it, and says whether that worked."""

    of_all: bool
    keep: Callable[[str], bool]


def needs(reading: Reading, patient: Collection[int] = ()) -> list[Need]:
    """What getting ready would fetch, the places in order of adding. `patient`: places whose servers asked for a pause
    that is not over."""
    counts = reading.counts()
    found = []
    for place in reading.places():
        conversations = sum(counts.get((state, place.id), 0) for state in STATES)
        if conversations:
            found.append(Need(place, conversations, PATIENCE if place.id in patient else _why_not(place)))
    return found


def outcome(need: Need, report: SyncReport | None, pictures: int = 0) -> Outcome:
    """What a full look at a place (None: it broke) says of it."""
    if report is None:
        return Outcome(need, BROKE)
    if report.status is PlaceStatus.FINE:
        return Outcome(need, pictures=pictures)
    return Outcome(need, report.sentence or LEFT)


def summed(wanted: Sequence[Need], outcomes: Sequence[Outcome], *, stopped: bool) -> Ready:
    """`wanted`: all that `needs` found; `outcomes`: of those that were looked at, as they ended."""
    here = [one for one in outcomes if not one.missing]
    whole = sum(one.need.conversations for one in here)
    reasons = {need.place.id: need.why_not for need in wanted} | {one.need.place.id: one.missing for one in outcomes}
    missing = [f"{need.place.title}: {why}" for need in wanted if (why := reasons[need.place.id])]
    pictures = sum(one.pictures for one in here)
    sentence = _sentence(wanted, whole, len(here), pictures, missing, stopped=stopped)
    return Ready(sentence, whole, len(here), pictures, tuple(missing))


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
    """One place after the other; one that fails does not stop the rest. `pace` gives a network's schedule. It takes as
    long as the servers do. Raises StoreError."""
    with store.reading() as reading:
        wanted = needs(reading)
    fetched = [need for need in wanted if not need.why_not]
    outcomes: list[Outcome] = []
    kept = 0
    for done, need in enumerate(fetched):
        if stop():
            break
        heard(Progress(done, len(fetched), need.place.title))
        next_sync = pace(need.place.network)
        report = sync.sync_place(store, need.place.id, sessions, clock, next_sync, fully=True, stop=stop)
        if stop():
            break
        found = 0
        if report.status is PlaceStatus.FINE and pictures is not None:
            found = keep_pictures(store, need.place, pictures, stop, MOST_PICTURES - kept)
        kept += found
        outcomes.append(outcome(need, report, found))
    heard(Progress(len(fetched), len(fetched), ""))
    return summed(wanted, outcomes, stopped=stop())


def keep_pictures(store: Store, place: Place, pictures: Pictures, stop: Callable[[], bool], most: int) -> int:
    """Load at most so many pictures of what waits at a place; how many are here now."""
    with store.reading() as reading:
        wanted = [key.id for state in STATES for key in reading.keys(state, place.id)]
        if not pictures.of_all:
            chosen = reading.keeps_pictures()
            wanted = [row.id for row in reading.rows(wanted) if row.identity in chosen] if chosen else []
    kept = 0
    for conversation in wanted:
        with store.reading() as reading:
            messages = reading.conversation(conversation).messages
        for address in dict.fromkeys(address for message in messages for address, _ in message.images):
            if kept >= most or stop():
                return kept
            kept += pictures.keep(address)
    return kept


def _why_not(place: Place) -> str:
    if place.paused:
        return "It is paused, so nothing is fetched from it."
    if place.status is PlaceStatus.NEEDS_YOU:
        return place.sentence or "It asks you to sign in first."
    return ""


def _sentence(
    wanted: Sequence[Need], whole: int, places: int, pictures: int, missing: Sequence[str], *, stopped: bool
) -> str:
    if not wanted:
        return "Nothing is waiting, so there is nothing to fetch. You can go offline."
    verb = "is" if whole == 1 and not pictures else "are"
    things = f"{number(whole, 'conversation')} at {number(places, 'place')}"
    if pictures:
        things += f" and {number(pictures, 'picture')}"
    here = f"{things} {verb} here whole."
    if stopped:
        return f"Stopped before all was fetched: {here}"
    if not missing:
        return f"Ready to go offline: {here}"
    more = len(missing) - NAMED
    why = " ".join(missing[:NAMED]) + (f" {number(more, 'place')} more." if more > 0 else "")
    left_out = f"Of {number(len(missing), 'place')} only what came before is here. {why}"
    return f"{here} {left_out}" if places else left_out


def number(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
