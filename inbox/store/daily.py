"""The lists of the daily pass that are no built-in state: what a search finds, splits with counts, one row a person,
drafts. All bounded; what takes a search is asked on a thread of its own."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import Refused
from inbox.core.model import Purpose, RowKey, State
from inbox.core.views import Count, DraftRow, PersonKey, SearchValues, SplitCount
from inbox.store import rule_facts, search, views

SEARCHES = "searches"
"""The setting that keeps what was searched for, as JSON, newest first."""
_KEYS = """
SELECT c.id, c.state, c.account_id, c.worth, c.newest_at, p.name_key, p.id,
  iif(c.state = 'snoozed', c.snoozed_until_at, 0) FROM conversation c
LEFT JOIN identity i ON i.id = c.counterpart_id LEFT JOIN identity p ON p.id = i.person
WHERE c.id IN (SELECT value FROM json_each(?))
ORDER BY c.newest_at DESC, c.id"""
_COUNTED = "SELECT coalesce(sum(n), 0) FROM counter WHERE account_id = ?1 AND (?2 = '' OR state = ?2)"
_PEOPLE = """
SELECT c.id, i.person, p.name_key, c.worth, c.newest_at, c.account_id
FROM conversation c JOIN identity i ON i.id = c.counterpart_id JOIN identity p ON p.id = i.person
WHERE c.state = ? ORDER BY c.newest_at DESC, c.id"""
_DRAFTS = """
SELECT d.conversation_id, c.counterpart_id, i.name, i.avatar_url, a.look, c.account_id, a.title, t.title, d.purpose,
  d.text, d.updated_at
FROM draft d JOIN conversation c ON c.id = d.conversation_id JOIN identity i ON i.id = c.counterpart_id
JOIN account a ON a.id = c.account_id JOIN thread t ON t.id = c.thread_id ORDER BY d.updated_at DESC LIMIT ?"""
_NETWORKS = "SELECT DISTINCT look FROM account WHERE removed_at IS NULL ORDER BY look"
_PLACES = "SELECT title FROM account WHERE removed_at IS NULL ORDER BY id"


def query_keys(
    conn: Connection, typed: str, now: datetime, state: State | None, place: int, *, limit: int
) -> list[RowKey]:
    found, _ = search.find_conversations(conn, typed, now, state=state, place=place, limit=limit)
    rows = conn.exec_driver_sql(_KEYS, (json.dumps(found),))
    return [
        RowKey(id, State(stands), of, worth, at, name or "", person or 0, wakes)
        for id, stands, of, worth, at, name, person, wakes in rows
    ]


def query_count(conn: Connection, typed: str, now: datetime, state: State | None, place: int, *, most: int) -> Count:
    if not typed.strip():
        return Count(int(conn.exec_driver_sql(_COUNTED, (place, state.value if state else "")).scalar_one()))
    found, more = search.find_conversations(conn, typed, now, state=state, place=place, limit=most)
    return Count(len(found), more)


def split_counts(
    conn: Connection, now: datetime, state: State | None, place: int, view: int, *, most: int
) -> list[SplitCount]:
    """A part whose search is no longer understood (a tag that is gone) counts 0."""
    whole = views.view(conn, view).query if view else ""
    counts: list[SplitCount] = []
    for split in views.splits(conn, state, view):
        # The view's own words stay last: the last word of a search also matches beginnings.
        try:
            count = query_count(conn, f"{split.query} {whole}".strip(), now, state, place, most=most)
        except Refused:
            count = Count(0)
        counts.append(SplitCount(split, count))
    return counts


def person_keys(conn: Connection, state: State, place: int) -> list[PersonKey]:
    people: dict[int, list[Any]] = {}
    wanted = set[int]()
    for row in conn.exec_driver_sql(_PEOPLE, (state.value,)):
        people.setdefault(row[1], []).append(row)
        if place in (0, row[5]):
            wanted.add(row[1])
    return [
        PersonKey(
            person=person,
            name=rows[0][2],
            state=state,
            worth=max(row[3] for row in rows),
            at=rows[0][4],
            conversations=tuple(row[0] for row in rows),
        )
        for person, rows in people.items()
        if person in wanted
    ]


def drafts_page(conn: Connection, *, limit: int) -> list[DraftRow]:
    return [_as_draft(row) for row in conn.exec_driver_sql(_DRAFTS, (limit,))]


def _as_draft(row: Any) -> DraftRow:
    conversation, identity, name, avatar_url, network, place, place_title, subject, purpose, text, at = row
    return DraftRow(
        conversation,
        identity,
        name,
        avatar_url,
        network,
        place,
        place_title,
        subject,
        Purpose(purpose),
        text,
        from_micros(at),
    )


def searches(conn: Connection) -> list[str]:
    kept = conn.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (SEARCHES,)).scalar()
    return [str(each) for each in json.loads(kept)] if kept else []


def search_values(conn: Connection) -> SearchValues:
    return SearchValues(
        networks=tuple(conn.exec_driver_sql(_NETWORKS).scalars()),
        places=tuple(conn.exec_driver_sql(_PLACES).scalars()),
        tags=tuple(conn.exec_driver_sql(search.TAGS).scalars()),
        splits=tuple(views.split_names(conn)),
        lists=tuple(rule_facts.lists(conn)),
    )
