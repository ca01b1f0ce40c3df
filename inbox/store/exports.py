"""What goes out: people with what is known of them, and messages with what the headers of a letter need."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.moving import Exported, Letter
from inbox.rules import address_book

_PEOPLE = """
SELECT person, id, network, instance, stable_id, name, handle, profile_url, site_url, email, email_is_claim, avatar_url,
  zone, stage, starred, messages_in, messages_out
FROM identity WHERE person IN (SELECT value FROM json_each(?)) ORDER BY person, id"""
_MET = "SELECT id, first_met_at, last_contact_at FROM person WHERE id IN (SELECT value FROM json_each(?))"
_TAGS = """
SELECT i.person, t.tag FROM identity i JOIN tag t ON t.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY t.tag"""
_FIELDS = """
SELECT i.person, f.name, f.value FROM identity i JOIN person_field f ON f.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY f.position, f.id"""
_NOTES = """
SELECT i.person, n.text FROM identity i JOIN note n ON n.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY n.made_at, n.id"""
_LETTERS = """
SELECT m.id, a.network, a.canonical, m.kind_space, m.remote_id, m.parent_remote, t.root, t.title, a.title, i.name,
  i.email, coalesce(r.name, ''), coalesce(r.email, ''), m.direction = 'out', m.created_at, coalesce(x.text, ''), m.url
FROM message m JOIN account a ON a.id = m.account_id JOIN thread t ON t.id = m.thread_id
JOIN identity i ON i.id = m.identity_id LEFT JOIN identity r ON r.id = m.to_identity_id
LEFT JOIN message_text x ON x.id = m.id
WHERE m.id > ? AND m.remote_id NOT LIKE 'local:%' AND m.remote_state NOT IN ('spam', 'trash') {among}
ORDER BY m.id LIMIT ?"""
_AMONG = """
AND m.conversation_id IN (SELECT c.id FROM identity j JOIN conversation c ON c.counterpart_id = j.id
  WHERE j.person IN (SELECT value FROM json_each(?)))"""


def people(connection: Connection, ids: Sequence[int], *, with_notes: bool) -> list[Exported]:
    wanted = json.dumps(list(ids))
    sets: dict[int, list[Any]] = defaultdict(list)
    for row in connection.exec_driver_sql(_PEOPLE, (wanted,)):
        sets[row[0]].append(row)
    met = {id: (first, last) for id, first, last in connection.exec_driver_sql(_MET, (wanted,))}
    tags, notes = _many(connection, _TAGS, wanted), _many(connection, _NOTES, wanted) if with_notes else {}
    fields: dict[int, dict[str, str]] = defaultdict(dict)
    for person, name, value in connection.exec_driver_sql(_FIELDS, (wanted,)):
        fields[person].setdefault(name, value)
    return [
        _exported(sets[id], met.get(id, (None, None)), tags.get(id, []), fields[id], notes.get(id, []))
        for id in ids
        if id in sets
    ]


def _many(connection: Connection, sql: str, wanted: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person, value in connection.exec_driver_sql(sql, (wanted,)):
        if value not in found[person]:
            found[person].append(value)
    return found


def _exported(
    rows: Sequence[Any], met: tuple[int | None, int | None], tags: list[str], fields: dict[str, str], notes: list[str]
) -> Exported:
    """Addresses that are known to be theirs come before those that were only typed."""
    first = rows[0]
    mails = sorted((row for row in rows if row[9]), key=lambda row: row[10])
    from_book = next((row for row in rows if row[2] == address_book.NETWORK), None)
    uid = from_book[4].removeprefix("uid:") if from_book is not None and from_book[4].startswith("uid:") else ""
    card = address_book.card_of(
        name=(from_book or first)[5],
        uid=uid or address_book.uid_of(first[2], first[3], first[4]),
        emails=[row[9] for row in mails],
        urls=[row[8] for row in rows if row[8]],
        fields=fields.items(),
        zone=next((row[12] for row in rows if row[12]), ""),
        tags=tags,
        stage=first[13] if first[13] != "stranger" else "",
    )
    return Exported(
        card=card,
        identities=tuple((row[2], row[3], row[6] or row[5], row[7]) for row in rows if row is not from_book),
        starred=any(row[14] for row in rows),
        first_met=None if met[0] is None else from_micros(met[0]),
        last_contact=None if met[1] is None else from_micros(met[1]),
        messages_in=sum(row[15] for row in rows),
        messages_out=sum(row[16] for row in rows),
        notes=tuple(notes),
    )


def letters(connection: Connection, after: int, people: Collection[int] | None, limit: int) -> list[tuple[int, Letter]]:
    values: list[object] = [after]
    if people is not None:
        values.append(json.dumps(sorted(people)))
    rows = connection.exec_driver_sql(_LETTERS.format(among="" if people is None else _AMONG), (*values, limit))
    return [(int(row[0]), _letter(*row[1:])) for row in rows]


def _letter(
    network: str, canonical: str, space: str, remote_id: str, parent: str, root: str, title: str, place: str,
    author: str, author_address: str, to: str, to_address: str, is_mine: int, at: int, text: str, url: str,
) -> Letter:  # fmt: skip
    def key(of: str) -> str:
        return json.dumps([network, canonical, space, of], ensure_ascii=False) if of else ""

    return Letter(
        key=key(remote_id),
        parent_key=key(parent),
        thread=root,
        subject=title,
        place=place,
        author=author,
        author_address=author_address,
        to=to,
        to_address=to_address,
        is_mine=bool(is_mine),
        at=from_micros(at),
        text=text,
        url=url,
    )
