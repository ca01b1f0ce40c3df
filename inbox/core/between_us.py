"""Everything between one person and me, as it is given to that person. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inbox.core.consent import Entry
from inbox.core.model import SafeHtml


@dataclass(frozen=True, slots=True)
class Said:
    """One thing one of us said. `html`: "" where it says no more than `text`; `images`: (address, words for it)."""

    at: datetime
    mine: bool
    author: str
    text: str
    html: SafeHtml
    images: tuple[tuple[str, str], ...] = ()
    url: str = ""
    edited: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said under one root, oldest first."""

    title: str
    place: str
    url: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Did:
    """A like, a boost, a follow; `title`: of what."""

    at: datetime
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class BetweenUs:
    """`consent`: what was written down about the newsletter and counts, oldest first. `left_out`: what I wrote down for
    myself and is not in here, by its name in the plural, and how many."""

    name: str
    handles: tuple[tuple[str, str], ...]
    """(network as it looks, handle or address there)"""
    talks: tuple[Talk, ...]
    did: tuple[Did, ...]
    consent: tuple[Entry, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(talk.said) for talk in self.talks)
