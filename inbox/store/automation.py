"""Rules of the person: kept and changed by acts; applied to what comes in, each application an act of its own that the
history shows by the rule's name and undo takes back; and what one would have caught."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from inbox.core.automation import About, Action, Condition, Do, Rule, RulePiece
from inbox.core.clock import WallTime, from_micros, on_the_wall, to_micros
from inbox.core.lookup import name_key
from inbox.core.model import By, Snooze
from inbox.rules import automation
from inbox.rules.when import parse_when
from inbox.store import acts, person_standing, rule_facts, subjects, triage
from inbox.store.act_rows import ROWS
from inbox.store.ids import first_id, instant_of, uuid7
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction

AT_ONCE = 500
"""Messages in one piece of a look back: some tens of milliseconds."""
_RULES = "SELECT id, uuid, name, conditions, actions, is_on, position FROM rule ORDER BY position, id"
_IS_ON = "SELECT 1 FROM rule WHERE is_on LIMIT 1"
_LOWEST = "SELECT min(id), count(*) FROM (SELECT id FROM message WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?)"
_WRITERS = "SELECT DISTINCT identity_id FROM message WHERE id IN (SELECT value FROM json_each(?))"
_TWO_DAYS = 2 * 24 * 60 * 256
"""In ids: nothing is kept with a later one than a day from now."""
_WITH_WHOM = "SELECT counterpart_id FROM conversation WHERE id = ?"


def rules(conn: Connection) -> list[Rule]:
    return [_as_rule(row) for row in conn.exec_driver_sql(_RULES)]


def rule(conn: Connection, id: int) -> Rule:
    """Raises KeyError for an unknown id."""
    found = next((each for each in rules(conn) if each.id == id), None)
    if found is None:
        raise KeyError(id)
    return found


# --------------------------------------------------------------------------------------------------------- changing


def add(tx: Transaction, wanted: Rule) -> int:
    """Last in order. Raises Refused for one that makes no sense."""
    kept = _checked(tx, wanted)
    position = max((each.position for each in rules(tx.connection)), default=-1) + 1
    about = Subject("rule", json.dumps(["rule", uuid7(tx.wall)], separators=(",", ":")), 0)
    _act(tx, about, _fields(kept) | {"position": position}, f"Rule \u201c{kept.name}\u201d added")
    return int(tx.connection.exec_driver_sql("SELECT max(id) FROM rule").scalar_one())


def change(tx: Transaction, wanted: Rule) -> None:
    """Raises Refused for one that makes no sense, KeyError for an unknown one."""
    there = rule(tx.connection, wanted.id)
    kept = _checked(tx, wanted)
    did = "changed"
    if replace(kept, on=there.on) == there:
        did = "switched on" if kept.on else "switched off"
    about = subjects.subject(tx, "rule", wanted.id)
    _act(tx, about, _fields(kept), f"Rule \u201c{kept.name}\u201d {did}")


def _checked(tx: Transaction, wanted: Rule) -> Rule:
    kept = automation.checked(wanted, _wall(tx))
    rule_facts.refuse_unknown_lists(tx.connection, kept)
    return kept


def move(tx: Transaction, id: int, position: int) -> None:
    """To a place in the order, from 0. Raises KeyError for an unknown one."""
    moved = rule(tx.connection, id)
    others = [each for each in rules(tx.connection) if each.id != id]
    others.insert(max(0, min(position, len(others))), moved)
    for at, each in enumerate(others):
        _act(tx, subjects.subject(tx, "rule", each.id), {"position": at}, f"Rule \u201c{moved.name}\u201d moved")


def remove(tx: Transaction, id: int) -> None:
    """What it did stays done. Raises KeyError for an unknown one."""
    gone = rule(tx.connection, id)
    columns = ROWS["rule"].columns
    _act(tx, subjects.subject(tx, "rule", id), dict.fromkeys(columns), f"Rule \u201c{gone.name}\u201d removed")


def follow_list(tx: Transaction, before: str, after: str) -> None:
    """A list of people has another name: rules that ask for it go with it, in the same step."""
    if before == after:
        return
    said = tx.changed.sentence
    for each in _asking(tx, before):
        when = tuple(replace(one, value=after) if _is_list(one, before) else one for one in each.when)
        fields = {"conditions": _fields(replace(each, when=when))["conditions"]}
        _act(tx, subjects.subject(tx, "rule", each.id), fields, f"Rule \u201c{each.name}\u201d changed")
    tx.changed.sentence = said


def say_who_misses(tx: Transaction, name: str) -> None:
    """A list of people is gone: what rules ask for it do nothing from now on, which is said."""
    missing = [each.name for each in _asking(tx, name) if each.on]
    if missing and tx.changed.sentence:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        does = "do" if len(missing) > 1 else "does"
        tx.changed.sentence += f" The rule \u201c{missing[0]}\u201d{more} asked for it and {does} nothing now."


def _asking(tx: Transaction, name: str) -> list[Rule]:
    return [each for each in rules(tx.connection) if any(_is_list(one, name) for one in each.when)]


def _is_list(condition: Condition, name: str) -> bool:
    return condition.about is About.LIST and name_key(condition.value) == name_key(name)


def _act(tx: Transaction, about: Subject, fields: dict[str, Any], label: str) -> None:
    if acts.act(tx, "rule", about, fields, label=label):
        tx.changed.sentence = f"{label}."


# --------------------------------------------------------------------------------------------------------- applying


def run(tx: Transaction) -> None:
    """All rules that are on, in order, over what came in with this transaction. What is old at the first fetch is left
    alone. A rule is applied once to a conversation, however many of its messages came."""
    if not tx.arrived or tx.connection.exec_driver_sql(_IS_ON).first() is None:
        return
    running = [each for each in rules(tx.connection) if each.on]
    values = (json.dumps(sorted(tx.arrived)),)
    if rule_facts.asked_for(running):
        _count_them_now(tx, values)
    news = rule_facts.told(tx.connection, rule_facts.OF_MESSAGES, values, running, from_micros(tx.wall))
    for each in running:
        caught = {one.conversation: one.identity for one in news if automation.holds(each, one.facts)}
        for conversation, who in caught.items():
            with _own_batch(tx):
                _do(tx, each, conversation, who, automation.done_by(each), By.RULE)


def _count_them_now(tx: Transaction, messages: tuple[str]) -> None:
    """In which lists people are follows from what they wrote, which else is counted when all is done."""
    writers = set(tx.connection.exec_driver_sql(_WRITERS, messages).scalars())
    for conversation in person_standing.refresh(tx, writers):
        tx.touch_conversation(conversation)


def apply(tx: Transaction, id: int, conversations: Sequence[int], step: str) -> None:
    """As a part of `step`, a batch, or as the first of a new one. What is no longer here is left out. Raises KeyError
    for an unknown rule."""
    wanted = rule(tx.connection, id)
    label = f"Rule \u201c{wanted.name}\u201d applied"
    tx.batch = step or tx.batch
    for conversation in conversations:
        who = tx.connection.exec_driver_sql(_WITH_WHOM, (conversation,)).scalar()
        if who is not None:
            _do(tx, wanted, conversation, who, label, By.ME)
    tx.changed.sentence = f"{label}."


@contextmanager
def _own_batch(tx: Transaction) -> Iterator[None]:
    """One application is one step, apart from others of the same fetch."""
    outer, tx.batch = tx.batch, uuid7(tx.wall)
    try:
        yield
    finally:
        tx.batch = outer


def _do(tx: Transaction, wanted: Rule, conversation: int, who: int, label: str, by: By) -> None:
    for action in wanted.then:
        kind, fields = _DOING[action.do](tx, action, who)
        if fields:
            about = subjects.subject(tx, kind, conversation if kind == "conversation" else who)
            acts.act(tx, action.do.value, about, fields, label=label, by=by)


Doing = Callable[[Transaction, Action, int], tuple[str, dict[str, Any]]]
"""The kind of subject and the fields that an action sets; no fields: nothing to do."""


def _snooze(tx: Transaction, action: Action, who: int) -> tuple[str, dict[str, Any]]:
    at = parse_when(action.value, _wall(tx))
    if at is None or to_micros(at.instant()) <= tx.wall:
        return "conversation", {}
    return "conversation", triage.snooze_fields(tx, Snooze(at.at.isoformat(), at.zone, at.instant()))


def _tag(tx: Transaction, action: Action, who: int) -> tuple[str, dict[str, Any]]:
    tags = subjects.read(tx.connection, subjects.subject(tx, "identity", who), ["tags"])["tags"]
    return "identity", {} if action.value in tags else {"tags": sorted([*tags, action.value])}


_DOING: dict[Do, Doing] = {
    Do.DONE: lambda tx, action, who: ("conversation", triage.done_fields(tx)),
    Do.SNOOZE: _snooze,
    Do.TAG: _tag,
    Do.STAR: lambda tx, action, who: ("identity", {"starred": 1}),
    Do.NEVER_NOTIFY: lambda tx, action, who: ("conversation", {"silent": 1}),
    Do.SPLIT: lambda tx, action, who: ("conversation", {"split": action.value}),
}


# ------------------------------------------------------------------------------------------------------- looking back


def look_back(conn: Connection, wanted: Rule, now: datetime, *, below: int, days: int) -> RulePiece:
    """The next piece below a message, 0 for the newest. Raises Refused for a rule that makes no sense."""
    kept = automation.checked(replace(wanted, name=wanted.name or "-"), on_the_wall(now))
    rule_facts.refuse_unknown_lists(conn, kept)
    wall = to_micros(now)
    above = below or first_id(wall, wall) + _TWO_DAYS
    piece = (above, first_id(to_micros(now - timedelta(days=days)), wall), AT_ONCE)
    news = rule_facts.told(conn, rule_facts.OF_TIME, piece, [kept], now)
    caught = dict.fromkeys(one.conversation for one in news if automation.holds(kept, one.facts))
    low, seen = conn.exec_driver_sql(_LOWEST, piece).one()
    back_to = instant_of(low) if low is not None else now
    return RulePiece(tuple(caught), low if seen == AT_ONCE else 0, min(back_to, now))


# ------------------------------------------------------------------------------------------------------------- values


def _as_rule(row: Any) -> Rule:
    id, uuid, name, conditions, actions, is_on, position = row
    return Rule(
        name=name,
        when=tuple(Condition(About(about), value, bool(no)) for about, value, no in json.loads(conditions)),
        then=tuple(Action(Do(do), value) for do, value in json.loads(actions)),
        on=bool(is_on),
        id=id,
        uuid=uuid,
        position=position,
    )


def _fields(kept: Rule) -> dict[str, Any]:
    conditions = [[each.about.value, each.value, int(each.no)] for each in kept.when]
    actions = [[each.do.value, each.value] for each in kept.then]
    return {
        "name": kept.name,
        "conditions": json.dumps(conditions, ensure_ascii=False),
        "actions": json.dumps(actions, ensure_ascii=False),
        "is_on": int(kept.on),
    }


def _wall(tx: Transaction) -> WallTime:
    return on_the_wall(from_micros(tx.wall))
