"""Everything that is kept about one person, notes and log included: for the user, or for that person when they ask.

What the networks gave as it came (`message_text.source`, `raw`) says nothing that the words do not; it is left out. So
is what is only worked out from the rest in order to list it (counters, the search index).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import NotHere
from inbox.core.record import Cell, Record, Section

_THESE = "IN (SELECT value FROM json_each(?1))"
_WHO = """
SELECT j.id, j.name FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"""
_MESSAGES = f"""
SELECT m.sort_at AS written_at, CASE m.direction WHEN 'in' THEN 'they wrote' ELSE 'I wrote' END AS who, m.kind, a.title
  AS place, t.title AS thread, x.text AS words, m.url, m.remote_state AS state, m.edited_at, m.gone_at, m.arrived_at,
  m.is_read AS was_read, m.liked
FROM message m JOIN account a ON a.id = m.account_id JOIN thread t ON t.id = m.thread_id
LEFT JOIN message_text x ON x.id = m.id
WHERE m.identity_id {_THESE} OR m.to_identity_id {_THESE}
  OR m.conversation_id IN (SELECT id FROM conversation WHERE counterpart_id {_THESE}) ORDER BY m.sort_at, m.id"""
_SECTIONS = (
    (
        "Who they are",
        f"""
SELECT network, instance, stable_id, handle, name, profile_url, site_url, avatar_url, bio, email, email_is_claim,
  email_hash, is_bot, starred, ignored, stage, do_not_contact, stage_by_hand, stage_set_at, zone, intention,
  keeps_pictures, own_name, called, called_at, messages_in, messages_out, first_seen_at, last_seen_at, thanked_at,
  links, verified_links, moved_to, utc_offset, utc_offset_at
FROM identity WHERE id {_THESE} ORDER BY id""",
    ),
    (
        "What follows from it",
        f"""
SELECT name, stage, first_met_at, last_contact_at, waiting, facts, step, standing FROM person WHERE id {_THESE}""",
    ),
    ("Messages", _MESSAGES),
    (
        "Reactions",
        f"""
SELECT r.created_at AS at, r.kind, a.title AS place, r.target_remote AS message FROM reaction r
JOIN account a ON a.id = r.account_id WHERE r.identity_id {_THESE} ORDER BY 1""",
    ),
    (
        "Conversations",
        f"""
SELECT a.title AS place, t.title AS thread, c.state, c.done_at, c.snoozed_until_at, c.remind_until_at, c.muted, c.worth,
  c.reasons FROM conversation c JOIN account a ON a.id = c.account_id JOIN thread t ON t.id = c.thread_id
WHERE c.counterpart_id {_THESE} ORDER BY c.id""",
    ),
    (
        "Drafts",
        f"""
SELECT d.updated_at, d.purpose, d.text AS words FROM draft d JOIN conversation c ON c.id = d.conversation_id
WHERE c.counterpart_id {_THESE} ORDER BY 1""",
    ),
    (
        "In the outbox",
        f"""
SELECT d.queued_at, d.verb, d.purpose, d.text AS words, d.state, d.reason, d.remote_url AS url FROM delivery d
WHERE d.conversation_id IN (SELECT id FROM conversation WHERE counterpart_id {_THESE}) ORDER BY 1""",
    ),
    (
        "Found in their words",
        f"""
SELECT m.sort_at AS written_at, n.what, n.words FROM noticed n JOIN message m ON m.id = n.message_id
WHERE m.identity_id {_THESE} OR m.to_identity_id {_THESE} ORDER BY 1""",
    ),
    ("Notes", f"SELECT made_at, text AS words FROM note WHERE identity_id {_THESE} ORDER BY 1"),
    ("Tags", f"SELECT DISTINCT tag FROM tag WHERE identity_id {_THESE} ORDER BY 1"),
    (
        "Fields",
        f"SELECT name, value FROM person_field WHERE identity_id {_THESE} ORDER BY position, id",
    ),
    (
        "Consent to the newsletter",
        f"""
SELECT at, state, place AS "where", words, email, message_key AS proof, made_at FROM consent
WHERE identity_id {_THESE} ORDER BY made_at""",
    ),
    (
        "Promises",
        f"""
SELECT made_at, words, state, due_at, settled_at, message_key AS message FROM promise
WHERE identity_id {_THESE} ORDER BY 1""",
    ),
    (
        "Conversations elsewhere",
        f"SELECT at, how, minutes, words, made_at FROM contact WHERE identity_id {_THESE} ORDER BY 1",
    ),
    (
        "Introductions",
        f"""
SELECT n.at, who.name AS who, b.name AS "by", n.words, n.thanked_at FROM introduction n
JOIN identity who ON who.id = n.identity_id JOIN identity b ON b.id = n.by_id
WHERE n.identity_id {_THESE} OR n.by_id {_THESE} ORDER BY 1""",
    ),
    ("What they bought", f"SELECT at, amount, currency, note FROM sale WHERE identity_id {_THESE} ORDER BY 1"),
    (
        "Acknowledged, and turned down",
        f"""
SELECT at, 'acknowledged' AS what, how AS about FROM acknowledged WHERE identity_id {_THESE}
UNION ALL SELECT made_at, 'turned down', what FROM turned_down WHERE identity_id {_THESE} ORDER BY 1""",
    ),
    (
        "Linked handles",
        f"""
SELECT l.made_at, a.name AS one, b.name AS other, 'one person' AS answer FROM identity_link l
JOIN identity a ON a.id = l.a_id JOIN identity b ON b.id = l.b_id WHERE l.a_id {_THESE} OR l.b_id {_THESE}
UNION ALL SELECT n.made_at, a.name, b.name, n.answer FROM not_same n JOIN identity a ON a.id = n.a_id
JOIN identity b ON b.id = n.b_id WHERE n.a_id {_THESE} OR n.b_id {_THESE} ORDER BY 1""",
    ),
)
_LOG = """
SELECT clock AS done_at, "by", verb, label, "before", "after" FROM act
WHERE instr(subject, ?1) OR instr("before", ?2) OR instr("after", ?2) ORDER BY clock, id"""
_KEYS = f"SELECT network, instance, stable_id FROM identity WHERE id {_THESE}"


def full_record(conn: Connection, identity: int, now: datetime) -> Record:
    """Raises NotHere for an unknown identity. As long as all that passed between you: on a thread of its own."""
    people = conn.exec_driver_sql(_WHO, (identity,)).all()
    if not people:
        raise NotHere
    ids = json.dumps([id for id, _ in people])
    sections = [_section(conn, title, sql, (ids,)) for title, sql in _SECTIONS]
    log: list[tuple[Cell, ...]] = []
    columns: tuple[str, ...] = ()
    for key in conn.exec_driver_sql(_KEYS, (ids,)).all():
        parts = json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))[1:-1]
        quoted = json.dumps(parts, ensure_ascii=False)[1:-1]
        part = _section(conn, "", _LOG, (parts, quoted))
        columns = part.columns
        log += part.rows
    sections.append(
        Section("What was done here", columns, tuple(dict.fromkeys(sorted(log, key=lambda row: str(row[0])))))
    )
    return Record(people[0][1], now.isoformat(timespec="seconds"), tuple(sections))


def _section(conn: Connection, title: str, sql: str, values: tuple[Any, ...]) -> Section:
    found = conn.exec_driver_sql(sql, values)
    columns = tuple(found.keys())
    rows = tuple(tuple(map(_cell, columns, row)) for row in found)
    return Section(title, columns, rows)


def _cell(column: str, value: Any) -> Cell:
    if value is not None and (column == "at" or column.endswith("_at")):
        return from_micros(int(value)).isoformat(timespec="seconds")
    return value if isinstance(value, str | int | float) else None
