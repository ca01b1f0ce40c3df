"""What a format declares and what its reader offers. A reader is pure but for the file it reads: no database, no Qt, no
network, no clock.

A format package has, in `__init__.py`, `FORMAT = Format(...)` (light data), and in `reading.py` the two functions of
`Reader`, imported on first use. What is wrong with a file is a `Refused` when nothing of it can be read, else an
`Entry` with a sentence that names the line or entry; what came before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from inbox.core.model import Found
from inbox.core.moving import Entry, Holds

if TYPE_CHECKING:
    from inbox.archives.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    id: str
    title: str
    holds: Holds
    suffixes: tuple[str, ...]
    """File names of this format end so; for the file dialog."""
    reads: str
    """One sentence: what is taken over."""
    cannot: str
    """What is not read, or cannot be, and why."""
    how_to_get: str
    source: str
    """Where the facts of the format come from."""
    network: str = ""
    """Whose messages they are, for formats that hold messages."""
    network_title: str = ""
    asks_who_is_me: bool = False


class Archive(Protocol):
    """A file that was recognised and opened."""

    def place(self, mine: frozenset[str]) -> Found | None:
        """Where its messages belong, as the file says; None for people. `mine` as in `entries`."""

    @property
    def guesses(self) -> frozenset[str]:
        """Stable ids of authors that are probably me, known before reading; readers may leave it empty."""

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        """Everything in it, from the beginning at each call. `mine`: stable ids of authors that are me."""


class Reader(Protocol):
    """The functions of a format's `reading` module."""

    def recognises(self, source: Source) -> bool:
        """By what is in it, never by the name alone. Reads little; raises nothing."""

    def open_archive(self, source: Source) -> Archive:
        """Raises Refused when it cannot be read at all."""
