"""A search over people: what somebody typed, as a condition on the rows of `person`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import to_micros
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.model import Stage
from inbox.rules.people_words import HAS, OPERATORS, STANDING
from inbox.rules.search_words import Said, misnamed, operators_in
from inbox.store import search
from inbox.store.query import instant_of, plain_words

_STEPS_AT_ONCE = 20_000
"""Of SQLite's machine between two looks at whether the answer is still wanted: about a millisecond."""
_HITS = 50_000
"""Newest messages with the words that are looked through at most."""
OF_SEGMENT = "p.id IN (SELECT person_id FROM person_segment WHERE segment = ?)"
_SAYING = ("i.name_key", "lower(i.own_name)", "lower(i.handle)", "lower(i.email)")
_NAMED = f"({' OR '.join(f'instr({said}, ?) > 0' for said in _SAYING)})"
_OF_IDENTITY = "p.id IN (SELECT i.person FROM identity i WHERE {such})"
_ON = "p.id IN (SELECT i.person FROM identity i WHERE i.look IN (SELECT value FROM json_each(?)))"
_AT = """p.id IN (SELECT i.person FROM conversation c JOIN identity i ON i.id = c.counterpart_id
  WHERE c.account_id IN (SELECT value FROM json_each(?)))"""
_TAGGED = """p.id IN (SELECT i.person FROM tag t JOIN identity i ON i.id = t.identity_id
  WHERE t.tag IN (SELECT value FROM json_each(?)))"""
_NOTED = """p.id IN (SELECT i.person FROM note n JOIN identity i ON i.id = n.identity_id
  WHERE n.id IN (SELECT value FROM json_each(?)))"""
# The look into the index is closed off, as in `search`.
_WROTE = f"""p.id IN (SELECT i.person FROM (
    SELECT rowid AS id FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT {_HITS}) AS hit
  CROSS JOIN message m ON m.id = hit.id CROSS JOIN identity i ON i.id = m.identity_id)"""
_HAVING = {
    "email": "p.id IN (SELECT i.person FROM identity i WHERE i.email != '')",
    "note": "p.id IN (SELECT i.person FROM note n JOIN identity i ON i.id = n.identity_id)",
    "tag": "p.id IN (SELECT i.person FROM tag t JOIN identity i ON i.id = t.identity_id)",
}
_LOOKS = "SELECT DISTINCT look, network FROM identity"
_NOTES = "SELECT id, text FROM note"
_ORDINARY = {"regular": "p.stage = 'regular'", "customer": "p.stage = 'customer'", "starred": "p.starred != 0",
             "waiting": "p.waiting > 0"}  # fmt: skip
"""What the row of a person tells by itself."""


@dataclass(slots=True)
class PeopleQuery:
    """`fits` are SQL conditions on `person p`, all of which must hold, with their `values` in order. `named`: those
    whose name, handle or tag has the plain words; "" where none were typed."""

    fits: list[str] = field(default_factory=list)
    values: list[str | int] = field(default_factory=list)
    named: str = ""
    named_values: list[str | int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.fits

    def add(self, fit: str, *values: str | int, no: bool = False) -> None:
        self.fits.append(f"NOT {fit}" if no else fit)
        self.values += values


def compile(conn: Connection, typed: str, now: datetime) -> PeopleQuery:
    """Raises Refused with what to type instead."""
    if wrong := misnamed(typed, OPERATORS):
        raise Refused(wrong)
    query = PeopleQuery()
    rest, end = "", 0
    for said in operators_in(typed, OPERATORS):
        rest += typed[end : said.start]
        end = said.end
        if said.value:  # else somebody is typing
            _OPERATORS[said.name](conn, query, said, now)
    words, unwanted, name = plain_words(rest + typed[end:])
    if words:
        _add_words(conn, query, words, name)
    if unwanted:
        query.add(_WROTE, f"{{body}} : ({unwanted})", no=True)
    return query


@contextmanager
def until(conn: Connection, stop: Callable[[], bool]) -> Iterator[None]:
    """Once `stop` is True, what is asked of this connection ends by SQLITE_INTERRUPT."""
    driver: Any = conn.connection.driver_connection
    driver.set_progress_handler(stop, _STEPS_AT_ONCE)
    try:
        yield
    finally:
        driver.set_progress_handler(None, _STEPS_AT_ONCE)


def _add_words(conn: Connection, query: PeopleQuery, words: str, name: str) -> None:
    parts = name_key(name).split()
    named = [_OF_IDENTITY.format(such=" AND ".join([_NAMED] * len(parts)))]
    values: list[str | int] = [part for part in parts for _ in _SAYING]
    key = name_key(name)
    tags = [tag for tag in conn.exec_driver_sql(search.TAGS).scalars() if key in name_key(tag)]
    if tags:
        named.append(_TAGGED)
        values.append(json.dumps(tags))
    query.named, query.named_values = f"({' OR '.join(named)})", list(values)
    notes = [id for id, text in conn.exec_driver_sql(_NOTES) if all(part in name_key(text) for part in parts)]
    query.add(f"({' OR '.join([*named, _NOTED, _WROTE])})", *values, json.dumps(notes), f"{{body}} : ({words})")


def _from(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    parts = name_key(said.value).split()
    such = " AND ".join([_NAMED] * len(parts))
    query.add(_OF_IDENTITY.format(such=such), *(part for part in parts for _ in _SAYING), no=said.no)


def _on(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    key, known = name_key(said.value), conn.exec_driver_sql(_LOOKS).all()
    looks = sorted({look for look, network in known if key in name_key(look) or key in name_key(network)})
    if not looks:
        some = ", ".join(sorted({look for look, _ in known})) or "none yet"
        raise Refused(f"on: knows nobody on \u201c{said.value}\u201d. Your people are on: {some}.")
    query.add(_ON, json.dumps(looks), no=said.no)


def _in(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    places = search.places_named("in", said.value, conn.exec_driver_sql(search.PLACES).all())
    query.add(_AT, json.dumps(sorted(places)), no=said.no)


def _is(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    word = said.value.casefold()
    if word not in STANDING:
        raise Refused(f"is: knows {', '.join(STANDING)}, such as is:regular.")
    segment, _ = STANDING[word]
    if word in _ORDINARY:
        query.add(_ORDINARY[word], no=said.no)
    elif segment is not None:
        query.add(OF_SEGMENT, segment.value, no=said.no)


def _stage(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    if said.value.casefold() not in list(Stage):
        raise Refused(f"stage: knows {', '.join(Stage)}, such as stage:friend.")
    query.add("p.stage = ?", said.value.casefold(), no=said.no)


def _tag(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    query.add(_TAGGED, json.dumps(search.tags_named(conn, said.value)), no=said.no)


def _has(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
    word = said.value.casefold()
    if word not in HAS:
        raise Refused(f"has: knows {', '.join(HAS)}, such as has:email.")
    query.add(_HAVING[word], no=said.no)


def _moment(column: str, sign: str, opposite: str = "") -> Callable[[Connection, PeopleQuery, Said, datetime], None]:
    """`opposite`: the sign of the operator with a minus, where there is one."""

    def add(conn: Connection, query: PeopleQuery, said: Said, now: datetime) -> None:
        if said.no and not opposite:
            other = "after" if said.name == "before" else "before"
            raise Refused(f"-{said.name}: is not understood; say {other}: instead.")
        instant = instant_of(said.value, now)
        if instant is None:
            raise Refused(f"{said.name}: needs a date, such as {said.name}:2026-03-01 or {said.name}:30d.")
        query.add(f"p.{column} {opposite if said.no else sign} ?", to_micros(instant))

    return add


_OPERATORS: dict[str, Callable[[Connection, PeopleQuery, Said, datetime], None]] = {
    "from": _from, "on": _on, "in": _in, "is": _is, "stage": _stage, "tag": _tag, "has": _has,
    "before": _moment("last_contact_at", "<"), "after": _moment("last_contact_at", ">="),
    "met": _moment("first_met_at", ">=", "<"),
}  # fmt: skip
