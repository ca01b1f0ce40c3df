"""Lists of people: ids in an order, and the rows of those that are looked at. Every order walks an index of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import Refused
from inbox.core.model import Stage
from inbox.core.relation import PeopleSort, PersonRow, Segment, StepKind
from inbox.core.segments import PeopleOf
from inbox.core.views import Count
from inbox.store.people_query import compile, until

MOST_TALKS = 200
ORDER = {
    PeopleSort.CONTACT: "p.last_contact_at DESC, p.id",
    PeopleSort.WAITING: "p.waiting_worth DESC, p.last_contact_at DESC, p.id",
    PeopleSort.MET: "p.first_met_at DESC, p.id",
    PeopleSort.STAGE: "p.stage_rank DESC, p.last_contact_at DESC, p.id",
    PeopleSort.NAME: "p.name_key, p.id",
}
EVERYONE = "SELECT p.id FROM person p WHERE p.is_listed = 1 ORDER BY {order} LIMIT ?"
# Whoever is in the segment is looked up among all, never the other way round.
OF_SEGMENT = """
SELECT p.id FROM person_segment s CROSS JOIN person p ON p.id = s.person_id
WHERE s.segment = ? AND p.is_listed = 1 ORDER BY {order} LIMIT ?"""
FOUND = "SELECT p.id FROM person p WHERE p.is_listed = 1 AND {fits} ORDER BY {order} LIMIT ?"
_COUNTED = "SELECT count(*) FROM (SELECT 1 FROM person p WHERE p.is_listed = 1 AND {fits} LIMIT ?)"
ROWS = """
SELECT id, name, starred, stage, first_met_at, last_contact_at, waiting, step FROM person
WHERE id IN (SELECT value FROM json_each(?))"""
IDENTITIES = """
SELECT person, look, avatar_url, messages_in, messages_out FROM identity
WHERE person IN (SELECT value FROM json_each(?)) ORDER BY person, id"""
TAGS = """
SELECT i.person, t.tag FROM identity i JOIN tag t ON t.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?))"""
WHY = "SELECT person_id, why FROM person_segment WHERE segment = ? AND person_id IN (SELECT value FROM json_each(?))"
# Who stands where by their stage is there for the reason that they reached it.
REACHED = """
SELECT id, coalesce(json_extract(standing, '$.ladder[#-1][2]'), '') FROM person
WHERE id IN (SELECT value FROM json_each(?))"""
TALK = """
SELECT c.id FROM identity i JOIN conversation c ON c.counterpart_id = i.id
WHERE i.person = (SELECT person FROM identity WHERE id = ?)
ORDER BY c.state = 'waiting' DESC, c.newest_at DESC, c.id LIMIT 1"""
TALKS = """
SELECT c.id FROM identity i JOIN conversation c ON c.counterpart_id = i.id
WHERE i.person = (SELECT person FROM identity WHERE id = ?) ORDER BY c.newest_at DESC, c.id LIMIT ?"""
_ALL = -1
"""As SQLite's LIMIT."""


def page(conn: Connection, sort: PeopleSort, *, limit: int) -> list[int]:
    return _ids(conn, EVERYONE.format(order=ORDER[sort]), limit)


def ids(
    conn: Connection,
    of: PeopleOf,
    sort: PeopleSort,
    now: datetime,
    *,
    limit: int | None,
    stop: Callable[[], bool],
) -> list[int]:
    most, order = _ALL if limit is None else limit, ORDER[sort]
    with until(conn, stop):
        if of.segment is not None:
            return _ids(conn, OF_SEGMENT.format(order=order), of.segment.value, most)
        query = compile(conn, of.query, now)
        if query.is_empty:
            if of.query.strip():
                raise Refused(
                    "There is nothing to look for yet. Type a name, a word or an operator such as is:regular."
                )
            return _ids(conn, EVERYONE.format(order=order), most)
        values: list[str | int] = list(query.values)
        if of.typed and query.named:
            order = f"{query.named} DESC, {order}"
            values += query.named_values
        return _ids(conn, FOUND.format(fits=" AND ".join(query.fits), order=order), *values, most)


def count(conn: Connection, typed: str, now: datetime, *, most: int, stop: Callable[[], bool]) -> Count:
    with until(conn, stop):
        query = compile(conn, typed, now)
        sql = _COUNTED.format(fits=" AND ".join(query.fits or ["1"]))
        found = int(conn.exec_driver_sql(sql, (*query.values, most + 1)).scalar_one())
    return Count(min(found, most), found > most)


def rows(conn: Connection, ids: Sequence[int], segment: Segment | None) -> list[PersonRow]:
    wanted = json.dumps(list(ids))
    identities: dict[int, list[Any]] = {}
    for row in conn.exec_driver_sql(IDENTITIES, (wanted,)):
        identities.setdefault(row[0], []).append(row)
    tags: dict[int, set[str]] = {}
    for person, tag in conn.exec_driver_sql(TAGS, (wanted,)):
        tags.setdefault(person, set()).add(tag)
    why = _why(conn, segment, wanted) if segment is not None else {}
    known = {raw[0]: raw for raw in conn.exec_driver_sql(ROWS, (wanted,))}
    return [
        _as_row(known[id], identities.get(id, []), tags.get(id, set()), why.get(id, "")) for id in ids if id in known
    ]


def _why(conn: Connection, segment: Segment, wanted: str) -> dict[int, str]:
    if segment in (Segment.REGULARS, Segment.CUSTOMERS):
        return dict(map(tuple, conn.exec_driver_sql(REACHED, (wanted,))))
    told = conn.exec_driver_sql(WHY, (segment.value, wanted))
    return {person: str(json.loads(said).get("why", "")) for person, said in told}


def talk_with(conn: Connection, person: int) -> int | None:
    found = conn.exec_driver_sql(TALK, (person,)).scalar()
    return None if found is None else int(found)


def talks_with(conn: Connection, person: int) -> list[int]:
    return _ids(conn, TALKS, person, MOST_TALKS)


def _ids(conn: Connection, sql: str, *values: str | int) -> list[int]:
    """As the driver gives them: there may be a hundred thousand."""
    result = conn.exec_driver_sql(sql, values)
    try:
        return [id for (id,) in result.cursor.fetchall()]
    finally:
        result.close()


def _as_row(raw: Any, identities: Sequence[Any], tags: set[str], why: str) -> PersonRow:
    id, name, starred, stage, first_met_at, last_contact_at, waiting, step = raw
    return PersonRow(
        id=id,
        name=name,
        avatar_url=next((one[2] for one in identities if one[2]), ""),
        networks=tuple(dict.fromkeys(one[1] for one in identities)),
        starred=bool(starred),
        stage=Stage(stage),
        tags=tuple(sorted(tags, key=str.casefold)),
        waiting=waiting,
        first_met=_moment(first_met_at),
        last_contact=_moment(last_contact_at),
        messages_in=sum(one[3] for one in identities),
        messages_out=sum(one[4] for one in identities),
        why=why,
        step=StepKind(step) if step else None,
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
