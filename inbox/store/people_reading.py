"""`core.people_ports.PeopleReading`: the part of `store/reading.py` that is about people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from inbox.core.person import HistoryEntry, PersonView
from inbox.core.relation import Relation
from inbox.store import histories, person_standing
from inbox.store.profile_reading import ProfileReader


class PeopleReader(ProfileReader):
    _connection: Connection

    def person(self, identity: int) -> PersonView:
        return histories.person(self._connection, identity)

    def people(self, *, after: str = "", limit: int = 200) -> list[PersonView]:
        return histories.people(self._connection, after, limit)

    def relation(self, identity: int) -> Relation:
        return person_standing.relation(self._connection, identity)

    def history(self, identity: int, *, limit: int = 200, before: datetime | None = None) -> list[HistoryEntry]:
        return histories.history(self._connection, identity, limit=limit, before=before)
