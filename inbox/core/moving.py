"""What moves in and out: entries of archives and address books, what an import would do, and what it did. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.core.fetched import FetchedMessage


class Holds(StrEnum):
    """What a format carries."""

    MESSAGES = "messages"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as an address book knows them. Addresses and numbers in the order of the file, the preferred one first.

    `birthday` is ISO 8601 as RFC 6350 has it: 1985-04-12, or --04-12 where the year is not told.
    """

    name: str
    uid: str = ""
    given: str = ""
    family: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    """Other ways to reach them, as addresses with a scheme (xmpp:ann@example.org)."""
    birthday: str = ""
    organisation: str = ""
    zone: str = ""
    """IANA name, "" where the file has another kind of zone or none."""
    note: str = ""
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    photo: str = ""
    """A web address only."""
    stage: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """(name, value) of fields of one's own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing read: a message, a card, or what was wrong at that place of the file.

    `also`: other stable ids under which its author may be known already. `share` of the file that is read, 0 to 1.
    """

    share: float
    message: FetchedMessage | None = None
    card: Card | None = None
    also: tuple[str, ...] = ()
    trouble: str = ""
    ends: bool = False
    """Nothing can be read after this trouble."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote in an archive; `is_me` is a guess of the reader, for the person to correct."""

    stable_id: str
    name: str
    address: str = ""
    """E-mail address, handle or site: what tells two of one name apart."""
    messages: int = 0
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a file, before anything is read in."""

    file: str
    format: str
    title: str
    """Name of the format."""
    holds: Holds
    place: str = ""
    """Title of the place it goes to; "" for people."""
    place_is_here: bool = False
    place_is_live: bool = False
    """It is listened to: what is read in joins what was fetched."""
    messages: int = 0
    known: int = 0
    """Of these, how many are here already."""
    people: int = 0
    matched: int = 0
    """Of these, how many are here already."""
    first: datetime | None = None
    last: datetime | None = None
    authors: tuple[Author, ...] = ()
    """Those who wrote most, guesses of who is me first."""
    asks_who_is_me: bool = False
    names: tuple[str, ...] = ()
    """Some of the people of an address book."""
    troubles: tuple[str, ...] = ()
    """The first few, as sentences."""
    troubled: int = 0
    """How many there are."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`left_s`: about how many seconds are left, None while nothing can be said."""

    share: float
    messages: int
    people: int
    left_s: float | None = None


class ImportState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN = "broken"
    LEAVING = "leaving"
    """Taken back; what is left of it goes in slices."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import as it is kept, newest first in lists. RUNNING without a program at it: it was cut off."""

    id: int
    batch: str
    file: str
    format: str
    place: int | None
    state: ImportState
    began_at: datetime
    messages: int
    people: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """One person to be written out."""

    card: Card
    identities: tuple[tuple[str, str, str, str], ...] = ()
    """(network, instance, handle or name, profile address) of each."""
    starred: bool = False
    first_met: datetime | None = None
    last_contact: datetime | None = None
    messages_in: int = 0
    messages_out: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to be written out, with what its headers need."""

    key: str
    """Stable within the profile: network, place, kind space, remote id."""
    parent_key: str
    thread: str
    subject: str
    place: str
    author: str
    author_address: str
    to: str
    to_address: str
    is_mine: bool
    at: datetime
    text: str
    url: str = ""
