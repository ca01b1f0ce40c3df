"""`core.relation.Facts` of many people at once, from covering indexes and the turns that are kept (`store/turns.py`).

However much was said, it is summed up by SQLite in its indexes; what is read one by one is bounded.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any, TypeVar

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.relation import Facts
from inbox.rules.facts import TURNS_TIMED, GiftTally, Said, Tally, Turn, TurnTally, facts_of, recount
from inbox.store.tables import COUNTED_IN, COUNTED_OUT

_PRIVATE = "kind IN ('message', 'email')"
_THEIRS = f"""
SELECT identity_id, count(*), sum({_PRIVATE}), min(sort_at), max(sort_at), max(CASE WHEN {_PRIVATE} THEN sort_at END)
FROM message INDEXED BY ix_message_counted_in
WHERE identity_id IN (SELECT value FROM json_each(?)) AND {COUNTED_IN} AND kind != 'pingback' GROUP BY identity_id"""
_MINE = f"""
SELECT to_identity_id, count(*), sum({_PRIVATE}), min(sort_at), max(sort_at), max(CASE WHEN {_PRIVATE} THEN sort_at END)
FROM message INDEXED BY ix_message_counted_out
WHERE to_identity_id IN (SELECT value FROM json_each(?)) AND {COUNTED_OUT} AND kind != 'pingback'
GROUP BY to_identity_id"""
_TURNS = """
SELECT identity_id, sum(n = 1), sum(n % 2 = 0), sum(n = 2), min(CASE WHEN n % 2 = 0 THEN at END),
  max(CASE WHEN n % 2 = 0 THEN at END), count(*)
FROM turn INDEXED BY ix_turn_identity WHERE identity_id IN (SELECT value FROM json_each(?)) GROUP BY identity_id"""
_NEWEST = """
SELECT w.value, (SELECT json_group_array(json_array(
    conversation_id, n, iif(mine, json('true'), json('false')), at, message_id, last_at, last_id, asked_at, asked_id))
  FROM (
  SELECT * FROM turn INDEXED BY ix_turn_identity WHERE identity_id = w.value ORDER BY at DESC, n DESC LIMIT ?))
FROM json_each(?) w"""
_CONTACTS = "SELECT identity_id, at FROM contact WHERE identity_id IN (SELECT value FROM json_each(?))"
_GIFTS = f"""
SELECT identity_id, count(*), min(at), max(at) FROM (
  SELECT identity_id, created_at AS at FROM reaction INDEXED BY ix_reaction_identity_at
  WHERE identity_id IN (SELECT value FROM json_each(?1))
  UNION ALL SELECT identity_id, sort_at FROM message INDEXED BY ix_message_counted_in
  WHERE identity_id IN (SELECT value FROM json_each(?1)) AND {COUNTED_IN} AND kind = 'pingback') GROUP BY identity_id"""
_SAID = f"""
SELECT {{side}}, sort_at, id, direction = 'out', conversation_id, {_PRIVATE}
FROM message INDEXED BY ix_message_{{index}}
WHERE {{side}} IN (SELECT value FROM json_each(?)) AND {{counted}} AND kind != 'pingback'"""
_SIDES = (("identity_id", "identity", COUNTED_IN), ("to_identity_id", "to_identity", COUNTED_OUT))
_NOTHING = [(field.name, field.default) for field in fields(Facts)]
_MOMENTS = {field.name for field in fields(Facts) if "datetime" in str(field.type)}

Sum = TypeVar("Sum", Tally, TurnTally, GiftTally)
Sets = dict[int, list[int]]
"""The identities of each person, by root."""


def facts(connection: Connection, people: Sets) -> dict[int, Facts]:
    ids = _ids(people)
    theirs = {row[0]: Tally(*row[1:]) for row in connection.exec_driver_sql(_THEIRS, (ids,))}
    mine = {row[0]: Tally(*row[1:]) for row in connection.exec_driver_sql(_MINE, (ids,))}
    rows = connection.exec_driver_sql(_TURNS, (ids,)).all()
    turns = {identity: TurnTally(*tally) for identity, *tally, _ in rows}
    newest = _newest(connection, [identity for identity, *_, n in rows if n > 1])
    contacts, gifts = _contacts(connection, ids), _gifts(connection, ids)
    return {
        root: facts_of(
            _summed(members, theirs, Tally()),
            _summed(members, mine, Tally()),
            _summed(members, turns, TurnTally()),
            [turn for id in members for turn in newest.get(id, ())],
            [at for id in members for at in contacts[id]],
            _summed(members, gifts, GiftTally()),
        )
        for root, members in people.items()
    }


def facts_from_nothing(connection: Connection, people: Sets) -> dict[int, Facts]:
    """The same values from every single message: what `facts` is compared with."""
    ids = _ids(people)
    contacts, gifts = _contacts(connection, ids), _gifts(connection, ids)
    said: dict[int, list[Said]] = defaultdict(list)
    for side, index, condition in _SIDES:
        sql = _SAID.format(side=side, index=index, counted=condition)
        for identity, at, id, mine, conversation, private in connection.exec_driver_sql(sql, (ids,)):
            said[identity].append(Said(at, id, bool(mine), conversation, bool(private)))
    return {
        root: recount(
            [one for id in members for one in said[id]],
            [at for id in members for at in contacts[id]],
            sum((gifts[id] for id in members if id in gifts), GiftTally()),
        )
        for root, members in people.items()
    }


def as_json(one: Facts) -> str:
    """Only what differs from nothing; moments in microseconds."""
    return json.dumps(
        {
            name: to_micros(value) if isinstance(value, datetime) else value
            for name, nothing in _NOTHING
            if (value := getattr(one, name)) != nothing
        }
    )


def from_json(text: str) -> Facts:
    values: dict[str, Any] = json.loads(text)
    read: dict[str, Any] = {name: from_micros(value) if name in _MOMENTS else value for name, value in values.items()}
    return Facts(**read)


def _summed(members: Sequence[int], found: Mapping[int, Sum], nothing: Sum) -> Sum:
    several = [found[id] for id in members if id in found]
    return reduce(add, several) if several else nothing


def _newest(connection: Connection, identities: Sequence[int]) -> dict[int, list[Turn]]:
    if not identities:
        return {}
    rows = connection.exec_driver_sql(_NEWEST, (TURNS_TIMED, json.dumps(identities)))
    return {
        identity: [Turn(row[0], row[1], bool(row[2]), *row[3:]) for row in json.loads(turns)]
        for identity, turns in rows
    }


def _contacts(connection: Connection, ids: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for identity, at in connection.exec_driver_sql(_CONTACTS, (ids,)):
        found[identity].append(at)
    return found


def _gifts(connection: Connection, ids: str) -> dict[int, GiftTally]:
    return {row[0]: GiftTally(*row[1:]) for row in connection.exec_driver_sql(_GIFTS, (ids,))}


def _ids(people: Sets) -> str:
    members: Iterable[Collection[int]] = people.values()
    return json.dumps(sorted(id for some in members for id in some))
