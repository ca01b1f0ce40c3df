"""`core.profile_ports.ProfileReading`: the part of `store/reading.py` that is about a profile and its history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.between_us import BetweenUs
from inbox.core.clock import from_micros
from inbox.core.errors import NotHere
from inbox.core.person import HistoryEntry
from inbox.core.profile import (
    MOST_CONTACTS,
    Contact,
    How,
    Introduction,
    LineKey,
    OwnField,
    Profile,
    Sale,
    Sought,
    TheirZone,
    ZoneSource,
)
from inbox.store import between_us, history_keys, history_lines

_SET = """
SELECT j.id, j.person, j.intention, j.zone, j.keeps_pictures,
  (SELECT max(m.sort_at) FROM message m WHERE m.identity_id = j.id),
  (SELECT max(m.sort_at) FROM message m WHERE m.to_identity_id = j.id), j.utc_offset_at, j.utc_offset
FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"""
_FIELDS = """
SELECT id, name, value FROM person_field WHERE identity_id IN (SELECT value FROM json_each(?)) ORDER BY position, id"""
_CONTACTS = f"""
SELECT how, at, minutes, words, id FROM contact WHERE identity_id IN (SELECT value FROM json_each(?))
ORDER BY at DESC, id DESC LIMIT {MOST_CONTACTS}"""
_CONTACT = "SELECT how, at, minutes, words, id FROM contact WHERE id = ?"
KEEPS_PICTURES = """
SELECT j.id FROM identity i JOIN identity j ON j.person = i.person WHERE i.keeps_pictures != 0"""
_NAMED = """
SELECT conversation_id, id FROM message
WHERE account_id = ? AND kind_space = ? AND remote_id = ? AND conversation_id IS NOT NULL"""
_SALES = """
SELECT id, at, amount, currency, note FROM sale WHERE identity_id IN (SELECT value FROM json_each(?))
ORDER BY at DESC, id DESC"""
_INTRODUCED = """
SELECT n.id, o.person, o.name, {by_them}, n.at, n.words, n.thanked_at FROM introduction n
JOIN identity o ON o.id = n.{other} WHERE n.{this} IN (SELECT value FROM json_each(?)) ORDER BY n.at, n.id"""


class ProfileReader:
    _connection: Connection

    def profile(self, identity: int) -> Profile:
        connection = self._connection
        known = connection.exec_driver_sql(_SET, (identity,)).all()
        if not known:
            raise NotHere
        ids = json.dumps([row[0] for row in known])

        def all_of(sql: str) -> Sequence[Any]:
            return connection.exec_driver_sql(sql, (ids,)).all()

        made = all_of(_INTRODUCED.format(by_them=0, other="by_id", this="identity_id"))
        given = all_of(_INTRODUCED.format(by_them=1, other="identity_id", this="by_id"))
        zone = next((row[3] for row in known if row[3]), "")
        last = {row[0]: max(at for at in row[5:7] if at is not None) for row in known if any(row[5:7])}
        return Profile(
            person=known[0][1],
            intention=next((row[2] for row in known if row[2]), ""),
            zone=TheirZone(ZoneSource.HAND, zone) if zone else _told(known),
            keeps_pictures=any(row[4] for row in known),
            fields=tuple(OwnField(*row) for row in all_of(_FIELDS)),
            introductions=tuple(map(_introduction, (*made, *given))),
            sales=tuple(Sale(id, from_micros(at), *more) for id, at, *more in all_of(_SALES)),
            contacts=tuple(Contact(How(how), from_micros(at), *more) for how, at, *more in all_of(_CONTACTS)),
            last={id: from_micros(at) for id, at in last.items()},
        )

    def keeps_pictures(self) -> frozenset[int]:
        return frozenset(self._connection.exec_driver_sql(KEEPS_PICTURES).scalars())

    def contact(self, contact: int) -> Contact:
        row = self._connection.exec_driver_sql(_CONTACT, (contact,)).first()
        if row is None:
            raise NotHere
        return Contact(How(row[0]), from_micros(row[1]), *row[2:])

    def between_us(self, identity: int) -> BetweenUs:
        return between_us.between_us(self._connection, identity)

    def message_named(self, place: int, kind_space: str, remote_id: str) -> tuple[int, int] | None:
        row = self._connection.exec_driver_sql(_NAMED, (place, kind_space, remote_id)).first()
        return None if row is None else (int(row[0]), int(row[1]))

    def history_keys(self, identity: int, sought: Sought, *, limit: int = 0) -> list[LineKey]:
        return history_keys.keys(self._connection, identity, sought, limit)

    def history_lines(self, keys: Sequence[LineKey]) -> list[HistoryEntry]:
        return history_lines.lines(self._connection, keys)


def _told(known: Sequence[Any]) -> TheirZone | None:
    """By the newest words whose time carried an offset."""
    told = [(row[7], row[8]) for row in known if row[7] is not None]
    if not told:
        return None
    at, offset = max(told)
    return TheirZone(ZoneSource.MESSAGES, offset=offset, seen_at=from_micros(at))


def _introduction(row: Any) -> Introduction:
    id, other, name, by_them, at, words, thanked_at = row
    thanked = from_micros(thanked_at) if thanked_at is not None else None
    return Introduction(id, other, name, by_them != 0, from_micros(at), words, thanked)
