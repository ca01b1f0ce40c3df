"""What a value must be to be stored: ids that carry time (decision 1), ids unique everywhere, instants within reason,
text that SQLite takes."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from inbox.core.clock import from_micros

_MINUTE = 60_000_000
_DAY = 86_400_000_000
_CHUNK = 400

# The first free id at or after one that is taken: the end of its run.
_END_OF_RUN = """
SELECT m.id + 1 FROM message m
WHERE m.id >= ? AND NOT EXISTS (SELECT 1 FROM message n WHERE n.id = m.id + 1) ORDER BY m.id LIMIT 1"""


def uuid7(micros: int) -> str:
    """A version 7 UUID (RFC 9562 section 5.7) of an instant: sorts by time, unique without asking anybody."""
    random = int.from_bytes(os.urandom(10), "big")
    value = ((micros // 1000) & (2**48 - 1)) << 80 | random
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def clamped(micros: int, now: int) -> int:
    """An instant from elsewhere, within [1970, now + 1 day]."""
    return min(max(micros, 0), now + _DAY)


def sound(text: str) -> str:
    """Without lone surrogates, which JSON can hold and SQLite cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def first_id(micros: int, now: int) -> int:
    """The first of the 256 ids of that minute."""
    return clamped(micros, now) // _MINUTE << 8


def instant_of(id: int) -> datetime:
    """The minute that an id carries."""
    return from_micros((id >> 8) * _MINUTE)


class MessageIds:
    """Gives out ids for new messages within one transaction; two for the same minute stand in order of asking."""

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self._next: dict[int, int] = {}
        self._given: set[int] = set()

    def prepare(self, created: Iterable[int]) -> None:
        """Look up many minutes at once; `give` asks for what was not prepared."""
        firsts = {first_id(at, self._now) for at in created} - self._next.keys()
        taken = set[int]()
        for some in chunks(sorted(firsts)):
            marks = ",".join("?" * len(some))
            rows = self._connection.exec_driver_sql(f"SELECT id FROM message WHERE id IN ({marks})", tuple(some))
            taken |= set(rows.scalars())
        self._next |= {first: first for first in firsts - taken}

    def give(self, created: int) -> int:
        first = first_id(created, self._now)
        id = self._next.get(first)
        if id is None or id != first or id in self._given:
            id = self._free(first if id is None else id)
        self._next[first] = id + 1
        self._given.add(id)
        return id

    def _free(self, id: int) -> int:
        while True:
            while id in self._given:
                id += 1
            end = (
                self._connection.exec_driver_sql("SELECT 1 FROM message WHERE id = ?", (id,)).first()
                and self._connection.exec_driver_sql(_END_OF_RUN, (id,)).scalar()
            )
            if not end:
                return id
            id = int(end)


def chunks(values: list[int], size: int = _CHUNK) -> Iterator[list[int]]:
    """Pieces small enough for an IN-list."""
    return (values[at : at + size] for at in range(0, len(values), size))
