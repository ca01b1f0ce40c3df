"""`core.standing_ports.StandingReading`: the part of `store/reading.py` about what follows for people."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.core.relation import Relation
from inbox.rules.thresholds import SETTING
from inbox.store import person_relation

_OWN = "SELECT key, value FROM setting WHERE key >= ?1 AND key < ?1 || '~'"


class StandingReader:
    _connection: Connection

    def relation(self, identity: int) -> Relation:
        return person_relation.relation(self._connection, identity)

    def segment_counts(self) -> dict[str, int]:
        return person_relation.counts(self._connection)

    def counted_by(self) -> dict[str, str]:
        rows = self._connection.exec_driver_sql(_OWN, (SETTING,))
        return {key.removeprefix(SETTING): value for key, value in rows}
