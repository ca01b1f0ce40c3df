"""`core.same_ports.SameReading`: the part of `store/reading.py` about one person with many handles."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.core.person import IdentityView
from inbox.store import histories


class SameReader:
    _connection: Connection

    def claimed(self) -> list[IdentityView]:
        return histories.claimed(self._connection)
