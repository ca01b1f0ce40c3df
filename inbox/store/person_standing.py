"""What follows for each person from messages and acts, derived for many at once and stored: facts, stage, segments, the
next step, and how many people each view of people has.

Called by `Transaction.take` for whoever was touched or of whom a message changed; nothing else writes these tables, nor
`identity.stage`, which is the person's stage on each of their identities for worth and search to read.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inbox.core.clock import to_micros
from inbox.core.model import Stage
from inbox.core.relation import Facts, Relation
from inbox.rules import next_step, segments, stages
from inbox.rules.between import earlier
from inbox.store import person_between, person_facts, person_relation, turns
from inbox.store.due import NOT_COUNTED
from inbox.store.person_between import Member
from inbox.store.transaction import Transaction

EVERYONE = "everyone"
"""The view of people that is no segment."""
_IS_SOMEBODY = """
i.messages_out > 0 OR i.starred
  OR EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id AND m.remote_state NOT IN ('spam', 'trash'))
  OR NOT EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id)"""
_ROOTS = "SELECT DISTINCT person FROM identity WHERE id IN (SELECT value FROM json_each(?1))"
_WAITING = "FROM conversation c INDEXED BY ix_conversation_waits WHERE c.counterpart_id = i.id AND c.state = 'waiting'"
_SETS = f"""
SELECT i.person, i.id, i.name, i.name_key, i.is_me, i.is_bot, i.ignored, i.starred, i.stage, ({_IS_SOMEBODY}),
  (SELECT count(*) {_WAITING}), (SELECT max(c.worth) {_WAITING}), i.stage_by_hand, i.stage_set_at, i.do_not_contact,
  i.thanked_at, i.email, i.email_is_claim, i.profile_url, i.site_url,
  max(coalesce((SELECT max(l.made_at) FROM identity_link l WHERE l.a_id = i.id), 0),
    coalesce((SELECT max(l.made_at) FROM identity_link l WHERE l.b_id = i.id), 0))
FROM identity i WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY i.person, i.id"""
_BEFORE = """
SELECT id, is_listed, step, changes_at FROM person WHERE id IN (SELECT value FROM json_each(?))"""
_SEGMENTS_BEFORE = """
SELECT person_id, segment, why FROM person_segment INDEXED BY ix_person_segment_person
WHERE person_id IN (SELECT value FROM json_each(?))"""
_STORE = """
INSERT INTO person (id, name, name_key, is_listed, starred, stage, stage_rank, first_met_at, last_contact_at, waiting,
  waiting_worth, facts, step, standing, changes_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, is_listed = excluded.is_listed,
  starred = excluded.starred, stage = excluded.stage, stage_rank = excluded.stage_rank,
  first_met_at = excluded.first_met_at, last_contact_at = excluded.last_contact_at, waiting = excluded.waiting,
  waiting_worth = excluded.waiting_worth, facts = excluded.facts, step = excluded.step, standing = excluded.standing,
  changes_at = excluded.changes_at"""
_ABSORBED = """
DELETE FROM person WHERE id IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.person = person.id)"""
_LEAVE = "DELETE FROM person_segment WHERE segment = ? AND person_id = ?"
_JOIN = "INSERT INTO person_segment (segment, person_id, why) VALUES (?, ?, ?)"
_COUNT = "INSERT INTO person_counter (view, n) VALUES (?, ?) ON CONFLICT (view) DO UPDATE SET n = n + excluded.n"
_SET_STAGE = "UPDATE identity SET stage = ? WHERE id = ?"
_THEIR_CONVERSATIONS = "SELECT id FROM conversation WHERE counterpart_id IN (SELECT value FROM json_each(?))"
_WEIGH = f"""
UPDATE person SET waiting = n, waiting_worth = most FROM (
  SELECT i.person AS root, sum((SELECT count(*) {_WAITING})) AS n, max((SELECT max(c.worth) {_WAITING})) AS most
  FROM identity i WHERE i.person IN (
    SELECT j.person FROM conversation d JOIN identity j ON j.id = d.counterpart_id
    WHERE d.id IN (SELECT value FROM json_each(?)))
  GROUP BY i.person) w WHERE person.id = w.root"""
_WOKEN_AT_ONCE = 100
_DUE = "SELECT id FROM person WHERE changes_at <= ? ORDER BY changes_at LIMIT ?"


@dataclass(frozen=True, slots=True)
class _Derived:
    """A person as they are to be stored."""

    members: Sequence[Member]
    relation: Relation
    is_listed: bool
    changes_at: datetime | None

    @property
    def segments(self) -> dict[str, str]:
        return {one.segment.value: person_relation.why_as_json(one) for one in self.relation.segments}


def refresh(tx: Transaction, identities: Collection[int]) -> frozenset[int]:
    """Derive the people these identities belong to, and everybody of whom a message came, changed or went. Returns
    conversations whose worth is another by that."""
    identities = {*identities, *turns.follow(tx)}
    if not identities:
        return frozenset()
    connection = tx.connection
    roots = list(connection.exec_driver_sql(_ROOTS, (json.dumps(sorted(identities)),)).scalars())
    everybody = json.dumps(sorted({*identities, *roots}))
    before = {id: rest for id, *rest in connection.exec_driver_sql(_BEFORE, (everybody,))}
    uncounted = [id for id, (_, _, at) in before.items() if at == NOT_COUNTED]
    if uncounted:
        turns.follow_anew(tx, uncounted)
    sets: dict[int, list[Member]] = defaultdict(list)
    for row in connection.exec_driver_sql(_SETS, (json.dumps(roots),)):
        sets[row[0]].append(Member(*row))
    derived = _derive(tx, sets)
    if derived:
        connection.exec_driver_sql(_STORE, [_row(root, one) for root, one in derived.items()])
    listed = Counter({EVERYONE: sum(one.is_listed for one in derived.values())})
    listed.subtract({EVERYONE: sum(is_listed for is_listed, _, _ in before.values())})
    _keep_segments(tx, everybody, {root: one.segments for root, one in derived.items()}, listed)
    connection.exec_driver_sql(_ABSORBED, (everybody,))
    for root, one in derived.items():
        step = one.relation.step
        if root not in before or before[root][1] != ("" if step is None else step.kind.value):
            tx.changed.people.update(member.id for member in one.members)
    return _keep_stages(tx, derived)


def weigh(tx: Transaction, conversations: Collection[int]) -> None:
    """The worth of these is another: so is what waits of whom they are with."""
    if conversations:
        tx.connection.exec_driver_sql(_WEIGH, (json.dumps(sorted(conversations)),))


def wake(tx: Transaction, now: datetime) -> None:
    """Touch people of whom time alone has changed something, in a small batch."""
    for person in tx.connection.exec_driver_sql(_DUE, (to_micros(now), _WOKEN_AT_ONCE)).scalars():
        tx.touch_person(person)


def _derive(tx: Transaction, sets: Mapping[int, Sequence[Member]]) -> dict[int, _Derived]:
    counted = person_facts.facts(tx.connection, {root: [one.id for one in some] for root, some in sets.items()})
    rows = person_between.gather(tx, [one for some in sets.values() for one in some])
    return {root: _person(tx, root, members, counted[root], rows) for root, members in sets.items()}


def _person(
    tx: Transaction, root: int, members: Sequence[Member], facts: Facts, rows: person_between.Gathered
) -> _Derived:
    limits = tx.thresholds
    look = person_between.between(tx, members, facts, rows)
    stage, ladder = stages.ladder(look, limits)
    found, segments_change = segments.segments(look, stage, limits)
    step, step_changes = next_step.next_step(look, {one.segment for one in found}, limits)
    relation = Relation(root, facts, stage, ladder, stages.offers(look, stage), found, step)
    return _Derived(members, relation, look.is_somebody, earlier(segments_change, step_changes))


def _keep_segments(
    tx: Transaction, everybody: str, now: Mapping[int, Mapping[str, str]], counted: Counter[str]
) -> None:
    """`counted`: by how much the view of everyone changes; goes into the counters with the segments."""
    was: dict[int, dict[str, str]] = defaultdict(dict)
    for person, segment, why in tx.connection.exec_driver_sql(_SEGMENTS_BEFORE, (everybody,)):
        was[person][segment] = why
    leave: list[tuple[Any, ...]] = []
    join: list[tuple[Any, ...]] = []
    for person in was.keys() | now.keys():
        old, new = was.get(person, {}), now.get(person, {})
        leave += [(segment, person) for segment, why in old.items() if new.get(segment) != why]
        join += [(segment, person, why) for segment, why in new.items() if old.get(segment) != why]
        counted.update(new.keys())
        counted.subtract(old.keys())
    for sql, rows in ((_LEAVE, leave), (_JOIN, join), (_COUNT, [(view, n) for view, n in counted.items() if n])):
        if rows:
            tx.connection.exec_driver_sql(sql, rows)


def _keep_stages(tx: Transaction, derived: Mapping[int, _Derived]) -> frozenset[int]:
    changed = [
        (one.relation.stage.value, member.id)
        for one in derived.values()
        for member in one.members
        if member.stage != one.relation.stage.value
    ]
    if not changed:
        return frozenset()
    tx.connection.exec_driver_sql(_SET_STAGE, changed)
    ids = json.dumps([id for _, id in changed])
    tx.changed.people.update(id for _, id in changed)
    return frozenset(tx.connection.exec_driver_sql(_THEIR_CONVERSATIONS, (ids,)).scalars())


def _row(root: int, one: _Derived) -> tuple[Any, ...]:
    first, relation = one.members[0], one.relation
    return (
        root,
        first.name,
        first.name_key,
        int(one.is_listed),
        int(any(member.starred for member in one.members)),
        relation.stage.value,
        _RANKS[relation.stage],
        _micros(relation.facts.first_met),
        _micros(relation.facts.last_contact),
        sum(member.waiting for member in one.members),
        max((member.worth for member in one.members if member.worth is not None), default=None),
        person_facts.as_json(relation.facts),
        "" if relation.step is None else relation.step.kind.value,
        person_relation.as_json(relation),
        _micros(one.changes_at),
    )


_RANKS = {stage: rank for rank, stage in enumerate(Stage)}


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
