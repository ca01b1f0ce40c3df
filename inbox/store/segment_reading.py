"""`core.segment_ports.SegmentReading`: the part of `store/reading.py` that is about lists of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from inbox.core.clock import Clock
from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.core.segment_ports import never
from inbox.core.segments import OwnSegment, PeopleOf
from inbox.core.views import MOST, Count
from inbox.store import own_segments, people_listing


class SegmentReader:
    _connection: Connection
    _clock: Clock

    def people_page(self, sort: PeopleSort, *, limit: int = 200) -> list[int]:
        return people_listing.page(self._connection, sort, limit=limit)

    def people_ids(
        self, of: PeopleOf, sort: PeopleSort, *, limit: int | None = None, stop: Callable[[], bool] = never
    ) -> list[int]:
        return people_listing.ids(self._connection, of, sort, self._clock.now(), limit=limit, stop=stop)

    def people_count(self, query: str, *, most: int = MOST, stop: Callable[[], bool] = never) -> Count:
        return people_listing.count(self._connection, query, self._clock.now(), most=most, stop=stop)

    def people_rows(self, ids: Sequence[int], segment: Segment | None = None) -> list[PersonRow]:
        return people_listing.rows(self._connection, ids, segment)

    def talk_with(self, person: int) -> int | None:
        return people_listing.talk_with(self._connection, person)

    def talks_with(self, person: int) -> list[int]:
        return people_listing.talks_with(self._connection, person)

    def segments(self) -> list[OwnSegment]:
        return own_segments.segments(self._connection)
