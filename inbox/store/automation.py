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

from inbox.core.automation import About, Action, Condition, Do, Rule, RulePreview
from inbox.core.clock import WallTime, from_micros, on_the_wall, to_micros
from inbox.core.model import By, Snooze
from inbox.core.views import Count
from inbox.rules import automation
from inbox.rules.automation import MessageFacts
from inbox.rules.when import parse_when
from inbox.store import acts, subjects, triage
from inbox.store.act_rows import ROWS
from inbox.store.ids import first_id, uuid7
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction

MOST_SCANNED = 20_000
"""Messages that a preview looks through at most."""
_AT_ONCE = 1000
_LONG = 20_000
"""Characters of a message that a rule looks at."""
_RULES = "SELECT id, uuid, name, conditions, actions, is_on, position FROM rule ORDER BY position, id"
_IS_ON = "SELECT 1 FROM rule WHERE is_on LIMIT 1"
_FACTS = """
SELECT m.id, m.conversation_id, m.identity_id, i.name, i.handle, i.email, a.look, a.title, a.address, t.title,
  coalesce(x.text, ''), x.spoken, m.kind,
  m.id = (SELECT n.id FROM message n WHERE n.identity_id = i.id ORDER BY n.sort_at, n.id LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM identity j WHERE j.person = i.person AND j.messages_out > 0)
FROM {chosen} CROSS JOIN message m ON m.id = chosen.id JOIN account a ON a.id = m.account_id
JOIN identity i ON i.id = m.identity_id JOIN thread t ON t.id = m.thread_id LEFT JOIN message_text x ON x.id = m.id
WHERE m.direction = 'in' AND +m.joined_to IS NULL AND +m.conversation_id IS NOT NULL
  AND m.remote_state IN ('visible', 'held') AND a.removed_at IS NULL ORDER BY m.id {order}"""
OF_MESSAGES = _FACTS.format(chosen="(SELECT value AS id FROM json_each(?)) AS chosen", order="")
OF_TIME = _FACTS.format(
    chosen="(SELECT id FROM message WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?) AS chosen", order="DESC"
)
_LOWEST = "SELECT min(id), count(*) FROM (SELECT id FROM message WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?)"
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
    kept = automation.checked(wanted, _wall(tx))
    position = max((each.position for each in rules(tx.connection)), default=-1) + 1
    about = Subject("rule", json.dumps(["rule", uuid7(tx.wall)], separators=(",", ":")), 0)
    _act(tx, about, _fields(kept) | {"position": position}, f"Rule \u201c{kept.name}\u201d added")
    return int(tx.connection.exec_driver_sql("SELECT max(id) FROM rule").scalar_one())


def change(tx: Transaction, wanted: Rule) -> None:
    """Raises Refused for one that makes no sense, KeyError for an unknown one."""
    there = rule(tx.connection, wanted.id)
    kept = automation.checked(wanted, _wall(tx))
    did = "changed"
    if replace(kept, on=there.on) == there:
        did = "switched on" if kept.on else "switched off"
    about = subjects.subject(tx, "rule", wanted.id)
    _act(tx, about, _fields(kept), f"Rule \u201c{kept.name}\u201d {did}")


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


def _act(tx: Transaction, about: Subject, fields: dict[str, Any], label: str) -> None:
    if acts.act(tx, "rule", about, fields, label=label):
        tx.changed.sentence = f"{label}."


# --------------------------------------------------------------------------------------------------------- applying


def run(tx: Transaction) -> None:
    """All rules that are on, in order, over what came in with this transaction. What is old at the first fetch is left
    alone. A rule is applied once to a conversation, however many of its messages came."""
    if not tx.arrived or tx.connection.exec_driver_sql(_IS_ON).first() is None:
        return
    news = tx.connection.exec_driver_sql(OF_MESSAGES, (json.dumps(sorted(tx.arrived)),)).all()
    facts = [(row[1], row[2], _as_facts(row[3:])) for row in news]
    for each in rules(tx.connection):
        if not each.on:
            continue
        caught = {conversation: who for conversation, who, fact in facts if automation.holds(each, fact)}
        for conversation, who in caught.items():
            with _own_batch(tx):
                _do(tx, each, conversation, who, automation.done_by(each), By.RULE)


def apply(tx: Transaction, id: int, conversations: Sequence[int]) -> None:
    """One step of mine. Raises KeyError for an unknown rule or conversation."""
    wanted = rule(tx.connection, id)
    label = f"Rule \u201c{wanted.name}\u201d applied ({len(conversations)})"
    for conversation in conversations:
        who = tx.connection.exec_driver_sql(_WITH_WHOM, (conversation,)).scalar()
        if who is None:
            raise KeyError(conversation)
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


def preview(conn: Connection, wanted: Rule, now: datetime, *, days: int, most: int) -> RulePreview:
    """Newest first; conversations of which any message would have been caught. Raises Refused for a rule that makes no
    sense."""
    kept = automation.checked(replace(wanted, name=wanted.name or "-"), on_the_wall(now))
    wall = to_micros(now)
    below = first_id(wall, wall) + 2 * 24 * 60 * 256
    lowest = first_id(to_micros(now - timedelta(days=days)), wall)
    caught: dict[int, None] = {}
    scanned = 0
    while scanned < MOST_SCANNED:
        rows = conn.exec_driver_sql(OF_TIME, (below, lowest, _AT_ONCE)).all()
        for _, conversation, _, *told in rows:
            if conversation not in caught and automation.holds(kept, _as_facts(told)):
                caught[conversation] = None
        low, seen = conn.exec_driver_sql(_LOWEST, (below, lowest, _AT_ONCE)).one()
        scanned += seen
        if seen < _AT_ONCE:
            return _bounded(caught, most, scanned_all=True)
        below = low
        if len(caught) > most:
            break
    return _bounded(caught, most, scanned_all=False)


def _bounded(caught: dict[int, None], most: int, *, scanned_all: bool) -> RulePreview:
    shown = tuple(caught)[:most]
    return RulePreview(Count(len(shown), len(caught) > most or not scanned_all), shown, scanned_all)


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


def _as_facts(told: Sequence[Any]) -> MessageFacts:
    name, handle, email, look, place, address, subject, text, spoken, kind, first_time = told
    own = None if spoken is None else spoken[:_LONG]
    return MessageFacts(name, handle, email, look, place, address, subject, text[:_LONG], own, kind, bool(first_time))


def _wall(tx: Transaction) -> WallTime:
    return on_the_wall(from_micros(tx.wall))
