"""Rows of a search say where the hit is: the words around it, of the very message, and when that was written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.model import Direction, Row
from inbox.rules.excerpts import LONGEST, excerpt
from inbox.rules.search_words import words_of

_SAID = """
SELECT m.id, m.sort_at, m.direction, substr(t.text, 1, ?)
FROM (SELECT value AS id FROM json_each(?)) AS chosen CROSS JOIN message m ON m.id = chosen.id
JOIN message_text t ON t.id = m.id"""


def at_the_hit(conn: Connection, rows: Sequence[Row], found: Mapping[int, int], typed: str) -> list[Row]:
    """`found`: the message of each conversation that matched. Where the hit is in a name or a title, the row stays."""
    words = words_of(typed)
    if not words.strip():
        return list(rows)
    said = conn.exec_driver_sql(_SAID, (LONGEST, json.dumps(list(found.values())))).all()
    told = {message: rest for message, *rest in said}
    return [_moved(row, told.get(found[row.id]), words) for row in rows]


def _moved(row: Row, told: Sequence[Any] | None, words: str) -> Row:
    if told is None:
        return row
    at, direction, text = told
    place = excerpt(text, words)
    if not place:
        return row
    by_me = direction == Direction.OUT
    return replace(row, snippet=f"You: {place}" if by_me else place, at=from_micros(at))
