"""`core.same_ports.SameReading`: the part of `store/reading.py` about one person with many handles."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.core.person import IdentityView
from inbox.core.sameness import Suggestion
from inbox.store import histories, same_people


class SameReader:
    _connection: Connection

    def same_as(self, identity: int, *, limit: int = 3) -> list[Suggestion]:
        return same_people.suggestions_for(self._connection, identity, limit)

    def same_people(self, *, limit: int = 100) -> list[Suggestion]:
        return same_people.suggestions(self._connection, limit)

    def claimed(self) -> list[IdentityView]:
        return histories.claimed(self._connection)
