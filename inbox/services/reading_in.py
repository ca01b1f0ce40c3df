"""Archives and address books: looking at what is in one, and reading it in beside what is here.

Runs in a lane. What others wrote is made safe as everything fetched is; each slice is one transaction of the lowest
priority, so that what a person does goes first, and a stop or a crash leaves whole slices. Reading the same file again
goes on where that ended, since what is here is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedMessage
from inbox.core.model import Found, Place
from inbox.core.moving import Author, Entry, Holds, ImportState, Looked, Progress
from inbox.core.moving_ports import History, NewImport
from inbox.core.ports import Priority, Store, Writing
from inbox.services.sync import make_safe

if TYPE_CHECKING:
    from inbox.archives.api import Archive, Format

SLICE = 50
LOOKED_AT = 500
"""Entries of which the store is asked at once whether it knows them."""
LIVE_DAYS = 30
"""At a place that is listened to, what is younger may still wait (decision 10)."""
FIRST_TROUBLES = 20
SHOWN_AUTHORS, SHOWN_NAMES = 12, 8
Heard = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was recognised. `into`: the place chosen for its messages instead of what the file says."""

    file: str
    format: Format
    archive: Archive
    into: Place | None = None

    def found(self, mine: frozenset[str]) -> Found | None:
        said = self.archive.place(mine)
        if said is None or self.into is None:
            return said
        if self.into.network != said.network:
            raise Refused(f"{self.into.title} is no place for this file. Choose one of the same network, or none.")
        return replace(said, canonical=self.into.canonical, address=self.into.address, title=self.into.title)


@dataclass(frozen=True, slots=True)
class Report:
    """`run`: the import, None where nothing was new."""

    run: int | None
    state: ImportState
    messages: int
    people: int
    sentence: str
    troubles: tuple[str, ...] = ()
    troubled: int = 0


class _Unchanged(Exception):
    """Everything in the first slice was here already: not even the import is written down."""


@dataclass(slots=True)
class _Sums:
    messages: int = 0
    known: int = 0
    people: int = 0
    matched: int = 0
    first: datetime | None = None
    last: datetime | None = None
    authors: dict[str, list[str | int]] = field(default_factory=dict)
    """Stable id: [name, address, how many]."""
    names: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    troubled: int = 0

    def note(self, trouble: str) -> None:
        self.troubled += 1
        if len(self.troubles) < FIRST_TROUBLES:
            self.troubles.append(trouble)

    def meet(self, message: FetchedMessage) -> None:
        self.messages += 1
        at = message.created_at
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)
        for who, by in ((message.author, 1), (message.to, 0)):
            if who is not None:
                known = self.authors.setdefault(who.stable_id, ["", "", 0])
                known[0] = known[0] or who.name
                known[1] = known[1] or who.email or who.handle or who.site_url
                known[2] = int(known[2]) + by


def look(
    store: Store,
    opened: Opened,
    clock: Clock,
    *,
    stop: Callable[[], bool] = lambda: False,
    heard: Heard = lambda _: None,
) -> Looked:
    """Read through the whole file and change nothing. Raises Refused, also soon after `stop` is True."""
    sums = _Sums()
    found = opened.found(opened.archive.guesses)
    timed = _Timed(clock, heard)
    for some in _slices(opened.archive.entries(opened.archive.guesses), LOOKED_AT):
        if stop():
            raise Refused("Looking at the file was stopped. Nothing was read in.")
        _sum_up(store, opened, found, some, sums)
        timed.tell(some[-1].share, sums.messages, sums.people)
    with store.reading() as reading:
        places = reading.places()
        here = next((one for one in places if found is not None and _is_at(one, found)), None)
        known = reading.known_authors(found.network, sums.authors) if found is not None else set()
    guesses = opened.archive.guesses
    people = len(sums.authors) if opened.format.holds is Holds.MESSAGES else sums.people
    return Looked(
        file=opened.file,
        format=opened.format.id,
        title=opened.format.title,
        holds=opened.format.holds,
        place="" if found is None else here.title if here is not None else found.title,
        place_is_here=here is not None,
        place_is_live=here is not None and not here.is_archive,
        messages=sums.messages,
        known=sums.known,
        people=people,
        matched=len(known) if found is not None else sums.matched,
        first=sums.first,
        last=sums.last,
        authors=_authors(sums, guesses)[:SHOWN_AUTHORS],
        asks_who_is_me=opened.format.asks_who_is_me and bool(sums.messages),
        names=tuple(sums.names),
        troubles=tuple(sums.troubles),
        troubled=sums.troubled,
    )


def who_is_me(opened: Opened, names: Sequence[str]) -> frozenset[str]:
    """Stable ids of the authors called so: by name, address, handle or id. Without names, the guesses of the reader.
    Raises Refused for a name that nobody in the file has."""
    if not names:
        return opened.archive.guesses
    wanted = {name.strip().casefold().lstrip("@"): name for name in names}
    found: dict[str, str] = {}
    for entry in opened.archive.entries(frozenset()):
        if entry.message is not None:
            author = entry.message.author
            for said in (author.stable_id, author.name, author.email, author.handle):
                if said.casefold().lstrip("@") in wanted:
                    found[author.stable_id] = said.casefold().lstrip("@")
    missing = [name for key, name in wanted.items() if key not in found.values()]
    if missing:
        raise Refused(f"Nobody called “{missing[0]}” wrote in {opened.file}. Look at the preview for the names in it.")
    return frozenset(found)


def read_in(
    store: Store,
    opened: Opened,
    mine: frozenset[str],
    clock: Clock,
    *,
    stop: Callable[[], bool] = lambda: False,
    heard: Heard = lambda _: None,
) -> Report:
    """Take everything in that is not here yet. What cannot be read is left out and said. Raises StoreError, and Refused
    where nothing could be begun."""
    found = opened.found(mine)
    work = _Work(store, NewImport(opened.file, opened.format.id, found), _handled_before(store, found, clock))
    own = opened.archive.place(mine)
    sums, timed = _Sums(), _Timed(clock, heard)
    state = ImportState.DONE
    try:
        for some in _slices(opened.archive.entries(mine), SLICE):
            if stop():
                state = ImportState.STOPPED
                break
            for entry in some:
                if entry.trouble:
                    sums.note(entry.trouble)
                state = ImportState.BROKEN if entry.ends else state
            work.take([_moved(entry, own, found) for entry in some])
            timed.tell(some[-1].share, work.messages, work.people)
    except Refused as error:
        if work.run is None:
            raise
        sums.note(str(error))
        state = ImportState.BROKEN
    sentence = _sentence(opened, state, work)
    if work.run is not None:
        store.write(lambda write: write.end_import(work.run or 0, state, sentence), Priority.INTAKE)
    return Report(work.run, state, work.messages, work.people, sentence, tuple(sums.troubles), sums.troubled)


class _Work:
    """The import as it grows; begun with the first slice that changes something."""

    def __init__(self, store: Store, new: NewImport, handled_before: datetime) -> None:
        self._store, self._new, self._handled_before = store, new, handled_before
        self.run: int | None = None
        self.messages = self.people = 0

    def take(self, entries: Sequence[Entry]) -> None:
        messages = [entry for entry in entries if entry.message is not None]
        cards = [entry.card for entry in entries if entry.card is not None]
        if messages:
            safe = tuple(make_safe(entry.message) for entry in messages if entry.message is not None)
            history = History(safe, tuple(entry.also for entry in messages), self._handled_before)
            self._write(lambda write, run: write.take_history(run, history))
        if cards:
            self._write(lambda write, run: write.take_cards(run, cards))

    def _write(self, work: Callable[[Writing, int], Changes]) -> None:
        def both(write: Writing) -> Changes:
            run = self.run if self.run is not None else write.begin_import(self._new)[0]
            changes = work(write, run)
            if self.run is None and not (changes.people or changes.conversations):
                raise _Unchanged
            done = next(one for one in write.reading.imports(limit=20) if one.id == run)
            self.run, self.messages, self.people = run, done.messages, done.people
            return changes

        try:
            self._store.write(both, Priority.INTAKE)
        except _Unchanged:
            return


class _Timed:
    """Tells how far it is, a few times a second at most, and about how long it will take."""

    def __init__(self, clock: Clock, heard: Heard) -> None:
        self._clock, self._heard = clock, heard
        self._began = self._told = clock.monotonic()

    def tell(self, share: float, messages: int, people: int) -> None:
        now = self._clock.monotonic()
        if now - self._told < 0.2 and share < 1.0:
            return
        self._told = now
        passed = now - self._began
        left = passed * (1 - share) / share if share > 0.01 and passed > 1.0 else None
        self._heard(Progress(share, messages, people, left))


def _slices(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    pending = iter(entries)
    while some := list(islice(pending, size)):
        yield some


def _sum_up(store: Store, opened: Opened, found: Found | None, some: Sequence[Entry], sums: _Sums) -> None:
    messages = [entry.message for entry in some if entry.message is not None]
    cards = [entry.card for entry in some if entry.card is not None]
    for entry in some:
        if entry.trouble:
            sums.note(entry.trouble)
    for message in messages:
        sums.meet(message)
    sums.people += len(cards)
    sums.names += [card.name for card in cards[: SHOWN_NAMES - len(sums.names)]]
    if not messages and not cards:
        return
    with store.reading() as reading:
        if found is not None and messages:
            keys = {(one.kind_space, one.remote_id) for one in messages}
            sums.known += len(reading.known_messages(found.network, found.canonical, keys))
        if cards:
            sums.matched += sum(reading.known_cards(cards))


def _authors(sums: _Sums, guesses: frozenset[str]) -> tuple[Author, ...]:
    everybody = [
        Author(id, str(name), str(address), int(number), id in guesses)
        for id, (name, address, number) in sums.authors.items()
    ]
    return tuple(sorted(everybody, key=lambda one: (not one.is_me, -one.messages, one.name.casefold())))


def _handled_before(store: Store, found: Found | None, clock: Clock) -> datetime:
    """Everything out of an archive; at a place that is listened to, what is old."""
    now = clock.now()
    with store.reading() as reading:
        places = reading.places()
    live = found is not None and any(_is_at(one, found) and not one.is_archive for one in places)
    return now - timedelta(days=LIVE_DAYS) if live else now + timedelta(days=2)


def _is_at(place: Place, found: Found) -> bool:
    return (place.network, place.canonical) == (found.network, found.canonical)


def _moved(entry: Entry, said: Found | None, found: Found | None) -> Entry:
    """People of the blog that the file names become those of the place that was chosen."""
    message = entry.message
    if message is None or said is None or found is None or said.canonical == found.canonical:
        return entry
    author = message.author
    if author.instance == said.canonical:
        author = replace(author, instance=found.canonical)
    return replace(entry, message=replace(message, author=author))


def _sentence(opened: Opened, state: ImportState, work: _Work) -> str:
    if work.run is None:
        return f"Nothing in {opened.file} is new: all of it is here already."
    messages = "1 message" if work.messages == 1 else f"{work.messages:,} messages"
    people = "1 new person" if work.people == 1 else f"{work.people:,} new people"
    what = f"{messages} and {people}" if opened.format.holds is Holds.MESSAGES else people
    said = {
        ImportState.STOPPED: f"Stopped: {what} are in. Read the file in again to go on.",
        ImportState.BROKEN: f"{what} are in, up to where the file could be read.",
    }
    return said.get(state, f"{opened.file} is read in: {what}.")
