"""What follows for each person from messages and acts, derived for many at once and stored: the rows of `person`.

Called by `Transaction.take` for whoever was touched; nothing else writes these tables.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from inbox.core.clock import to_micros
from inbox.core.errors import NotHere
from inbox.core.model import Stage
from inbox.core.relation import Facts, Relation
from inbox.store import person_facts, turns
from inbox.store.transaction import Transaction

_RANKS = {stage.value: rank for rank, stage in enumerate(Stage)}
_IS_SOMEBODY = """
i.messages_out > 0 OR i.starred
  OR EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id AND m.remote_state NOT IN ('spam', 'trash'))
  OR NOT EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id)"""
_ROOTS = "SELECT DISTINCT person FROM identity WHERE id IN (SELECT value FROM json_each(?1))"
_SETS = f"""
SELECT i.person, i.id, i.name, i.name_key, i.is_me, i.is_bot, i.ignored, i.starred, i.stage, ({_IS_SOMEBODY}),
  (SELECT count(*) FROM conversation c WHERE c.counterpart_id = i.id AND +c.state = 'waiting'),
  (SELECT max(c.worth) FROM conversation c WHERE c.counterpart_id = i.id AND +c.state = 'waiting')
FROM identity i WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY i.person, i.id"""
_UNCOUNTED = "SELECT id FROM person WHERE changes_at = 0 AND id IN (SELECT value FROM json_each(?))"
_STORE = """
INSERT INTO person (id, name, name_key, is_listed, starred, stage, stage_rank, first_met_at, last_contact_at, waiting,
  waiting_worth, facts, changes_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, is_listed = excluded.is_listed,
  starred = excluded.starred, stage = excluded.stage, stage_rank = excluded.stage_rank,
  first_met_at = excluded.first_met_at, last_contact_at = excluded.last_contact_at, waiting = excluded.waiting,
  waiting_worth = excluded.waiting_worth, facts = excluded.facts, changes_at = excluded.changes_at"""
_ABSORBED = """
DELETE FROM person WHERE id IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.person = person.id)"""

_RELATION = """
SELECT i.person, p.facts, i.stage FROM identity i LEFT JOIN person p ON p.id = i.person WHERE i.id = ?"""

_WOKEN_AT_ONCE = 100
_DUE = "SELECT id FROM person WHERE changes_at <= ? ORDER BY changes_at LIMIT ?"
_COMPARED_AT_ONCE = 500
_KEPT = "SELECT id, facts FROM person WHERE id > ? AND changes_at IS NOT 0 ORDER BY id LIMIT ?"
_IDS = "SELECT person, id FROM identity WHERE person IN (SELECT value FROM json_each(?))"


class _Member(NamedTuple):
    """An identity of a person. Order of `_SETS`."""

    root: int
    id: int
    name: str
    name_key: str
    is_me: int
    is_bot: int
    ignored: int
    starred: int
    stage: str
    is_somebody: int
    waiting: int
    worth: int | None


def refresh(tx: Transaction, identities: Collection[int]) -> frozenset[int]:
    """Derive the people these identities belong to, and everybody of whom a message came, changed or went. Returns
    conversations whose worth is another by that."""
    identities = {*identities, *turns.follow(tx)}
    if not identities:
        return frozenset()
    connection = tx.connection
    roots = list(connection.exec_driver_sql(_ROOTS, (json.dumps(sorted(identities)),)).scalars())
    uncounted = connection.exec_driver_sql(_UNCOUNTED, (json.dumps(roots),)).scalars().all()
    if uncounted:
        turns.follow_anew(tx, uncounted)
    sets: dict[int, list[_Member]] = {}
    for row in connection.exec_driver_sql(_SETS, (json.dumps(roots),)):
        sets.setdefault(row[0], []).append(_Member(*row))
    counted = person_facts.facts(connection, {root: [one.id for one in members] for root, members in sets.items()})
    if sets:
        connection.exec_driver_sql(_STORE, [_row(members, counted[root]) for root, members in sets.items()])
    connection.exec_driver_sql(_ABSORBED, (json.dumps(sorted({*identities, *roots})),))
    return frozenset()


def wake(tx: Transaction, now: datetime) -> None:
    """Touch people of whom time alone has changed something, in a small batch."""
    for person in tx.connection.exec_driver_sql(_DUE, (to_micros(now), _WOKEN_AT_ONCE)).scalars():
        tx.touch_person(person)


def relation(connection: Connection, identity: int) -> Relation:
    """Raises KeyError for an unknown id."""
    row = connection.exec_driver_sql(_RELATION, (identity,)).first()
    if row is None:
        raise NotHere
    person, facts, stage = row
    return Relation(person, person_facts.from_json(facts or "{}"), Stage(stage))


def disagreements(connection: Connection) -> Iterator[str]:
    """Sentences about what is kept of people and is not what counting from nothing gives."""
    after = 0
    wrong = 0
    while rows := connection.exec_driver_sql(_KEPT, (after, _COMPARED_AT_ONCE)).all():
        after = rows[-1][0]
        sets: dict[int, list[int]] = {}
        for root, id in connection.exec_driver_sql(_IDS, (json.dumps([row[0] for row in rows]),)):
            sets.setdefault(root, []).append(id)
        counted = person_facts.facts_from_nothing(connection, sets)
        wrong += sum(person_facts.from_json(kept) != counted.get(root, Facts()) for root, kept in rows)
    if wrong:
        yield f"What was counted of {wrong} people is not what their messages say."


def _row(members: list[_Member], facts: Facts) -> tuple[Any, ...]:
    first = members[0]
    listed = not any(one.is_me or one.is_bot or one.ignored for one in members) and any(
        one.is_somebody for one in members
    )
    stage = max((one.stage for one in members), key=_RANKS.__getitem__)
    return (
        first.root,
        first.name,
        first.name_key,
        int(listed),
        int(any(one.starred for one in members)),
        stage,
        _RANKS[stage],
        _micros(facts.first_met),
        _micros(facts.last_contact),
        sum(one.waiting for one in members),
        max((one.worth for one in members if one.worth is not None), default=None),
        person_facts.as_json(facts),
        None,
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
