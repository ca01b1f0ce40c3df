"""`core.relation.Relation` as it is stored, read again, and compared with what counting from nothing gives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import NotHere
from inbox.core.model import By, Stage
from inbox.core.relation import (
    Door,
    Evidence,
    Facts,
    NextStep,
    Relation,
    Segment,
    SegmentMember,
    StageReached,
    StepKind,
)
from inbox.store import person_facts

_RELATION = """
SELECT i.person, coalesce(p.facts, '{}'), i.stage, coalesce(p.standing, '{}')
FROM identity i LEFT JOIN person p ON p.id = i.person WHERE i.id = ?"""
_SEGMENTS = """
SELECT segment, why FROM person_segment INDEXED BY ix_person_segment_person WHERE person_id = ?"""
_COUNTS = "SELECT view, n FROM person_counter WHERE n != 0"
_AT_ONCE = 500
_KEPT = "SELECT id, facts FROM person WHERE id > ? AND changes_at IS NOT 0 ORDER BY id LIMIT ?"
_IDS = "SELECT person, id FROM identity WHERE person IN (SELECT value FROM json_each(?))"
_RECOUNT = """
SELECT 'everyone', count(*) FROM person WHERE is_listed UNION ALL
SELECT segment, count(*) FROM person_segment GROUP BY segment"""
_STRAYS = """
SELECT count(*) FROM (SELECT person FROM identity EXCEPT SELECT id FROM person
  UNION SELECT id FROM (SELECT id FROM person EXCEPT SELECT person FROM identity))"""
_OTHER_STAGE = "SELECT count(*) FROM person p JOIN identity i ON i.person = p.id WHERE i.stage != p.stage"
_ORDER = list(Segment)
_JSON = json.JSONEncoder(ensure_ascii=False)


def relation(connection: Connection, identity: int) -> Relation:
    """Raises KeyError for an unknown id."""
    row = connection.exec_driver_sql(_RELATION, (identity,)).first()
    if row is None:
        raise NotHere
    person, facts, stage, text = row
    standing = json.loads(text)
    rows = connection.exec_driver_sql(_SEGMENTS, (person,))
    found = [_member(Segment(segment), why) for segment, why in rows]
    return Relation(
        person=person,
        facts=person_facts.from_json(facts),
        stage=Stage(stage),
        ladder=tuple(map(_reached, standing.get("ladder", ()))),
        offers=tuple(map(_reached, standing.get("offers", ()))),
        segments=tuple(sorted(found, key=lambda one: _ORDER.index(one.segment))),
        step=_step(standing["step"]) if "step" in standing else None,
    )


def counts(connection: Connection) -> dict[str, int]:
    """People by view: "everyone", and each segment somebody is in."""
    return dict(map(tuple, connection.exec_driver_sql(_COUNTS)))


def as_json(one: Relation) -> str:
    """What `person.standing` holds: the ladder, what is offered, the step."""
    standing: dict[str, Any] = {"ladder": list(map(_reached_as_list, one.ladder))}
    if one.offers:
        standing["offers"] = list(map(_reached_as_list, one.offers))
    if one.step is not None:
        step = one.step
        standing["step"] = [step.kind, step.title, step.why, *_evidence_as_list(step.evidence), step.door, step.address]
    return _JSON.encode(standing)


def why_as_json(one: SegmentMember) -> str:
    about = one.evidence
    said = {"why": one.why, "messages": about.messages, "conversation": about.conversation}
    return _JSON.encode(said)


def disagreements(connection: Connection) -> Iterator[str]:
    """Sentences about what is kept of people and is not what counting from nothing gives."""
    wrong, after = 0, 0
    while rows := connection.exec_driver_sql(_KEPT, (after, _AT_ONCE)).all():
        after = rows[-1][0]
        wrong += _other_facts(connection, rows)
    if wrong:
        yield f"What was counted of {wrong} people is not what their messages say."
    if strays := connection.exec_driver_sql(_STRAYS).scalar():
        yield f"{strays} people are not in the list of people, or are there and are nobody."
    if others := connection.exec_driver_sql(_OTHER_STAGE).scalar():
        yield f"{others} identities have another stage than the person they belong to."
    kept, real = Counter(counts(connection)), Counter(dict(map(tuple, connection.exec_driver_sql(_RECOUNT))))
    for view in sorted(view for view in kept.keys() | real.keys() if kept[view] != real[view]):
        yield f"The view of people “{view}” says {kept[view]}, but there are {real[view]}."


def _other_facts(connection: Connection, rows: Sequence[Any]) -> int:
    sets: dict[int, list[int]] = {}
    for root, id in connection.exec_driver_sql(_IDS, (json.dumps([row[0] for row in rows]),)):
        sets.setdefault(root, []).append(id)
    counted = person_facts.facts_from_nothing(connection, sets)
    return sum(person_facts.from_json(kept) != counted.get(root, Facts()) for root, kept in rows)


def _reached_as_list(one: StageReached) -> list[Any]:
    at = None if one.at is None else to_micros(one.at)
    return [one.stage, at, one.why, one.by, *_evidence_as_list(one.evidence)]


def _evidence_as_list(one: Evidence) -> list[Any]:
    return [list(one.messages), one.conversation]


def _reached(row: list[Any]) -> StageReached:
    stage, at, why, by, ids, conversation = row
    moment = None if at is None else from_micros(at)
    return StageReached(Stage(stage), moment, why, By(by), Evidence(tuple(ids), conversation))


def _member(segment: Segment, text: str) -> SegmentMember:
    said = json.loads(text)
    return SegmentMember(segment, said["why"], Evidence(tuple(said["messages"]), said["conversation"]))


def _step(row: list[Any]) -> NextStep:
    kind, title, why, ids, conversation, door, address = row
    return NextStep(
        StepKind(kind), title, why, Evidence(tuple(ids), conversation), None if door is None else Door(door), address
    )
