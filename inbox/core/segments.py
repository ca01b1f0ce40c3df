"""Which people a list shows: everyone, those of a built-in segment, those of a segment of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.core.relation import Segment

MOST_AT_ONCE = 500
"""So many people can be tagged in one step."""


@dataclass(frozen=True, slots=True)
class OwnSegment:
    """A search over people that was kept under a name; `position` from 0."""

    id: int
    uuid: str
    name: str
    query: str
    position: int


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """Those of `segment`, or those whom `query` finds; neither: everyone. `typed`: somebody is looking for a person, so
    that whoever is named so comes before those who only wrote the word."""

    segment: Segment | None = None
    query: str = ""
    typed: bool = False


EVERYONE = PeopleOf()
COUNTED = "everyone"
"""How `segment_counts` names the view of everyone."""
