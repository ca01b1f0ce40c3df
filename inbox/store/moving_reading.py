"""`core.moving_ports.MovingReading`: the part of `store/reading.py` that is about moving in and out."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from inbox.core.moving import Card, Exported, ImportRun, Letter
from inbox.core.moving_ports import Key
from inbox.store import contact_cards, exports, imports

_PLACE = "SELECT id FROM account WHERE network = ? AND canonical = ?"
_AUTHORS = "SELECT stable_id FROM identity WHERE network = ? AND stable_id IN (SELECT value FROM json_each(?))"


class MovingReader:
    _connection: Connection

    def known_messages(self, network: str, canonical: str, keys: Collection[Key]) -> set[Key]:
        place = self._connection.exec_driver_sql(_PLACE, (network, canonical)).scalar()
        return set() if place is None else set(imports.known(self._connection, int(place), keys))

    def known_authors(self, network: str, stable_ids: Collection[str]) -> set[str]:
        rows = self._connection.exec_driver_sql(_AUTHORS, (network, json.dumps(sorted(stable_ids))))
        return set(rows.scalars())

    def known_cards(self, cards: Sequence[Card]) -> list[bool]:
        return contact_cards.known(self._connection, cards)

    def imports(self, *, limit: int = 50) -> list[ImportRun]:
        return imports.runs(self._connection, limit)

    def exported(self, people: Sequence[int], *, with_notes: bool) -> list[Exported]:
        return exports.people(self._connection, people, with_notes=with_notes)

    def letters(
        self, *, after: int = 0, people: Collection[int] | None = None, limit: int = 500
    ) -> list[tuple[int, Letter]]:
        return exports.letters(self._connection, after, people, limit)
