"""What is kept about somebody beside their messages, and the lines of the history. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class How(StrEnum):
    """How a conversation elsewhere happened."""

    CALL = "call"
    MEETING = "meeting"
    STALL = "stall"
    LETTER = "letter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """A conversation that happened elsewhere. `minutes` None: not said."""

    how: How
    at: datetime
    minutes: int | None = None
    words: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class OwnField:
    id: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who brought us together. `by_them`: the person shown introduced `name` to me, else `name` introduced them."""

    id: int
    other: int
    """The person at the other end."""
    name: str
    by_them: bool
    at: datetime
    words: str
    thanked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sale:
    """`amount` is a decimal in text, `currency` ISO 4217; either may be empty."""

    id: int
    at: datetime
    amount: str
    currency: str
    note: str


class ZoneSource(StrEnum):
    HAND = "hand"
    MESSAGES = "messages"
    """The offset from UTC that their newest words carried."""


@dataclass(frozen=True, slots=True)
class TheirZone:
    """`zone`: an IANA name, "" where only the offset (minutes east of UTC) at `seen_at` is known."""

    source: ZoneSource
    zone: str = ""
    offset: int = 0
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept about a person, over all their identities."""

    person: int
    intention: str = ""
    zone: TheirZone | None = None
    keeps_pictures: bool = False
    fields: tuple[OwnField, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    sales: tuple[Sale, ...] = ()
    contacts: tuple[Contact, ...] = ()
    """The newest, at most `MOST_CONTACTS`."""
    last: Mapping[int, datetime] = field(default_factory=dict)
    """Identity: the last thing that passed between us there."""


MOST_CONTACTS = 20


class Part(StrEnum):
    """What the history can be filtered by."""

    THEIRS = "theirs"
    MINE = "mine"
    REACTIONS = "reactions"
    ELSEWHERE = "elsewhere"
    NOTES = "notes"
    MILESTONES = "milestones"
    """Stages, introductions, promises, sales, consent."""


class What(StrEnum):
    """What a line of the history is about."""

    WROTE = "wrote"
    ANSWERED = "answered"
    REACTED = "reacted"
    CONTACT = "contact"
    NOTE = "note"
    STAGE = "stage"
    INTRODUCTION = "introduction"
    PROMISE = "promise"
    SALE = "sale"
    CONSENT = "consent"


PARTS: Mapping[Part, frozenset[What]] = {
    Part.THEIRS: frozenset({What.WROTE}),
    Part.MINE: frozenset({What.ANSWERED}),
    Part.REACTIONS: frozenset({What.REACTED}),
    Part.ELSEWHERE: frozenset({What.CONTACT}),
    Part.NOTES: frozenset({What.NOTE}),
    Part.MILESTONES: frozenset({What.STAGE, What.INTRODUCTION, What.PROMISE, What.SALE, What.CONSENT}),
}


class LineKey(NamedTuple):
    """A line of the history. `at` in microseconds; `id` names it among those of its kind."""

    at: int
    what: What
    id: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines of the history: all where nothing is said. `looks`: how the networks look they are of; what is of no
    network is left out then. `words`: each must be there, as the search has it."""

    parts: frozenset[Part] = frozenset()
    looks: frozenset[str] = frozenset()
    words: str = ""


EVERYTHING = Sought()
