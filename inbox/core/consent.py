"""Consent to the newsletter: a record per person, whose entries are added and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Consent(StrEnum):
    """Where somebody stands, and what an entry says. MISTAKE: the entry before it does not count."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`at`: when they said it, or were asked; `place`: where; `words`: theirs; `message`: the one that proves it."""

    state: Consent
    at: datetime | None = None
    place: str = ""
    words: str = ""
    email: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    state: Consent
    at: datetime
    place: str
    words: str
    email: str
    made_at: datetime
    message: int | None = None
    conversation: int | None = None
    url: str = ""
    """Of the message that proves it, else what names that message (an e-mail's id); "" without one."""
    counts: bool = True
    """False: a later entry says that it was made by mistake."""


@dataclass(frozen=True, slots=True)
class ConsentView:
    """`entry` is the one that decides, None while there is none; `entries` newest first, all of them."""

    state: Consent = Consent.NOT_ASKED
    entry: Entry | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who agreed to the newsletter, with the proof."""

    person: int
    name: str
    email: str
    entry: Entry


class LeftOut(StrEnum):
    """Why somebody is not in the list for the newsletter."""

    NEVER_ASKED = "never_asked"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    DO_NOT_CONTACT = "do_not_contact"
    NO_ADDRESS = "no_address"
    TWICE = "twice"
    """Another handle of theirs, it seems: the same address is in the list already."""


@dataclass(frozen=True, slots=True)
class Newsletter:
    """Those who agreed, by name; and how many others there are, by why they are left out. Of those who were never
    asked only whoever's address is known counts."""

    readers: tuple[Reader, ...]
    left_out: tuple[tuple[LeftOut, int], ...]
