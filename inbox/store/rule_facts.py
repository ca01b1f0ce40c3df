"""What rules look at: messages of theirs as facts, and who is in which list of people."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from inbox.core.automation import About, Rule
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.rules.automation import MessageFacts
from inbox.rules.people_words import TITLES
from inbox.store import own_segments
from inbox.store.people_query import OF_SEGMENT, PeopleQuery, compile

_LONG = 20_000
"""Characters of a message that a rule looks at."""
_FACTS = """
SELECT m.conversation_id, m.identity_id, i.person, trim(i.name || ' ' || i.own_name), i.handle, i.email, a.look,
  a.title, a.address, t.title, coalesce(x.text, ''), x.spoken, m.kind,
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
AMONG = "SELECT p.id FROM person p WHERE p.id IN (SELECT value FROM json_each(?)) AND {fits}"


class Told(NamedTuple):
    conversation: int
    identity: int
    """Who wrote."""
    facts: MessageFacts


def told(conn: Connection, sql: str, values: tuple[Any, ...], rules: Collection[Rule], now: datetime) -> list[Told]:
    """`sql`: OF_MESSAGES with a JSON list of ids, or OF_TIME with two ids and how many at most. Only lists that one of
    `rules` asks for are looked into."""
    rows = conn.exec_driver_sql(sql, values).all()
    people = {row[2] for row in rows}
    members = {name_key(name): _members(conn, name, people, now) for name in asked_for(rules)}
    found = []
    for conversation, identity, person, *rest in rows:
        lists = {key: person in there for key, there in members.items() if there is not None}
        found.append(Told(conversation, identity, _as_facts(rest, lists)))
    return found


def asked_for(rules: Collection[Rule]) -> list[str]:
    """Names of lists of people, each once."""
    return list(dict.fromkeys(each.value for rule in rules for each in rule.when if each.about is About.LIST))


def lists(conn: Connection) -> list[str]:
    """What lists of people are called here, the built-in ones first."""
    return [*TITLES.values(), *(each.name for each in own_segments.segments(conn))]


def refuse_unknown_lists(conn: Connection, rule: Rule) -> None:
    """Raises Refused where it asks for a list that is not there."""
    known = set(map(name_key, lists(conn))) if (names := asked_for([rule])) else set()
    for name in names:
        if name_key(name) not in known:
            raise Refused(f"There is no list of people called “{name}”. Choose another, or make it first.")


def _members(conn: Connection, name: str, people: Collection[int], now: datetime) -> Collection[int] | None:
    """Those of `people` who are in the list; None where there is no such list, or where its search makes no sense."""
    query = _query(conn, name_key(name), now)
    if query is None:
        return None
    sql = AMONG.format(fits=" AND ".join(query.fits))
    return set(conn.exec_driver_sql(sql, (json.dumps(sorted(people)), *query.values)).scalars())


def _query(conn: Connection, key: str, now: datetime) -> PeopleQuery | None:
    query = PeopleQuery()
    for segment, title in TITLES.items():
        if name_key(title) == key:
            query.add(OF_SEGMENT, segment.value)
            return query
    own = next((each for each in own_segments.segments(conn) if name_key(each.name) == key), None)
    if own is None:
        return None
    try:
        return compile(conn, own.query, now)
    except Refused:
        return None


def _as_facts(rest: Sequence[Any], lists: dict[str, bool]) -> MessageFacts:
    name, handle, email, look, place, address, subject, text, spoken, kind, first_time = rest
    own = None if spoken is None else spoken[:_LONG]
    return MessageFacts(
        name, handle, email, look, place, address, subject, text[:_LONG], own, kind, bool(first_time), lists
    )
