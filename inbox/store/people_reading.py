"""`core.people_ports.PeopleReading`: the part of `store/reading.py` that is about people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from inbox.core.person import HistoryEntry, PersonView
from inbox.store import histories
from inbox.store.profile_reading import ProfileReader
from inbox.store.standing_reading import StandingReader


class PeopleReader(ProfileReader, StandingReader):
    _connection: Connection

    def person(self, identity: int) -> PersonView:
        return histories.person(self._connection, identity)

    def people(self, *, after: str = "", limit: int = 200) -> list[PersonView]:
        return histories.people(self._connection, after, limit)

    def history(self, identity: int, *, limit: int = 200, before: datetime | None = None) -> list[HistoryEntry]:
        return histories.history(self._connection, identity, limit=limit, before=before)
