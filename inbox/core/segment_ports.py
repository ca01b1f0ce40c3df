"""The part of the ports (`core/ports.py`) that is about lists of people and segments of one's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.core.segments import OwnSegment, PeopleOf
from inbox.core.views import MOST, Count


def never() -> bool:
    return False


class SegmentReading(Protocol):
    def people_page(self, sort: PeopleSort, *, limit: int = 200) -> list[int]:
        """The first of everyone: person ids. As quick with a hundred thousand people as with a hundred."""

    def people_ids(
        self, of: PeopleOf, sort: PeopleSort, *, limit: int | None = None, stop: Callable[[], bool] = never
    ) -> list[int]:
        """All of them, in order. For a thread of its own, which `stop` breaks off by a StoreError. Raises Refused for a
        search that makes no sense."""

    def people_count(self, query: str, *, most: int = MOST, stop: Callable[[], bool] = never) -> Count:
        """How many people a search finds; as `people_ids`."""

    def people_rows(self, ids: Sequence[int], segment: Segment | None = None) -> list[PersonRow]:
        """In the order of `ids`; unknown ids are left out. `segment`: with why they are in it."""

    def talk_with(self, person: int) -> int | None:
        """The conversation to show for a person: the newest that waits, else the newest; None where nobody wrote."""

    def talks_with(self, person: int) -> list[int]:
        """All their conversations, newest first, at most 200."""

    def segments(self) -> list[OwnSegment]:
        """In order."""


class SegmentWriting(Protocol):
    def add_segment(self, name: str, query: str) -> tuple[int, Changes]:
        """Last in order. Raises Refused for no name, or a search that makes no sense."""

    def change_segment(self, segment: int, *, name: str | None = None, query: str | None = None) -> Changes:
        """None leaves it as it is. Raises Refused as `add_segment`, KeyError for an unknown one; so do the next two."""

    def move_segment(self, segment: int, position: int) -> Changes: ...
    def remove_segment(self, segment: int) -> Changes: ...
    def change_tags(self, people: Sequence[int], *, add: Collection[str], remove: Collection[str]) -> Changes:
        """Tags of several people, as one step. Raises Refused for more people than `MOST_AT_ONCE`."""
