"""The part of the ports (`core/ports.py`) that is about moving in and out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.fetched import SafeMessage
from inbox.core.model import Found
from inbox.core.moving import Card, Exported, ImportRun, ImportState, Letter

Key = tuple[str, str]
"""(kind space, remote id) of a message, within its place."""


@dataclass(frozen=True, slots=True)
class NewImport:
    """`found`: the place its messages belong to, made as one that is at rest when it is not here; None for people."""

    file: str
    format: str
    found: Found | None


@dataclass(frozen=True, slots=True)
class History:
    """Messages of an archive that were made safe; `also`: other stable ids of each author, in the same order.

    What was written before `handled_before` is history: it never waits.
    """

    messages: tuple[SafeMessage, ...]
    also: tuple[tuple[str, ...], ...]
    handled_before: datetime


class MovingReading(Protocol):
    def known_messages(self, network: str, canonical: str, keys: Collection[Key]) -> set[Key]:
        """Those that are here already."""

    def known_authors(self, network: str, stable_ids: Collection[str]) -> set[str]: ...
    def known_cards(self, cards: Sequence[Card]) -> list[bool]:
        """Whether each is somebody who is here: by the card itself, or by an e-mail address that is known to be theirs
        (never by one that was only typed, never by name)."""

    def imports(self, *, limit: int = 50) -> list[ImportRun]:
        """Newest first."""

    def exported(self, people: Sequence[int], *, with_notes: bool) -> list[Exported]:
        """In the order of `people` (person ids); unknown ones are left out."""

    def letters(
        self, *, after: int = 0, people: Collection[int] | None = None, limit: int = 500
    ) -> list[tuple[int, Letter]]:
        """(message id, letter), in order of message ids, which is that of time; of conversations with these people
        only, or all."""


class MovingWriting(Protocol):
    def begin_import(self, new: NewImport) -> tuple[int, Changes]:
        """A step of the undo history that grows until `end_import`; taking it back ends it. Returns its id."""

    def take_history(self, run: int, history: History) -> Changes:
        """What is here already is left as it is. Raises Refused when import or place were taken back meanwhile."""

    def take_cards(self, run: int, cards: Sequence[Card]) -> Changes: ...
    def end_import(self, run: int, state: ImportState, sentence: str) -> Changes: ...
