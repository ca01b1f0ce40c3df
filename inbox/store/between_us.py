"""Everything between one person and me, read for one page that is given to that person."""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection

from inbox.core.between_us import BetweenUs, Did, Said, Talk
from inbox.core.clock import from_micros
from inbox.core.consent import Consent, Entry
from inbox.core.errors import NotHere
from inbox.core.model import Direction, SafeHtml
from inbox.store.consents import consent

_THEY = """
SELECT j.id, iif(j.own_name = '', j.name, j.own_name), j.look, j.handle, j.profile_url, j.email, j.intention != '',
  j.called != '', j.starred != 0, j.stage_by_hand != '', j.do_not_contact != 0
FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"""
_MARKS = ("intentions", "names I chose", "stars", "stages I set", "marks not to contact them")
"""The last columns of `_THEY`, each of a handle."""
_SAID = """
SELECT m.thread_id, m.sort_at, m.direction, iif(i.own_name = '', i.name, i.own_name), x.text, x.html, x.images, m.url,
  m.edited_at, m.gone_at, t.title, a.title, t.url
FROM message m JOIN identity i ON i.id = m.identity_id LEFT JOIN message_text x ON x.id = m.id
LEFT JOIN thread t ON t.id = m.thread_id LEFT JOIN account a ON a.id = m.account_id
WHERE m.{side} IN (SELECT value FROM json_each(?)) AND m.joined_to IS NULL AND m.remote_id NOT LIKE 'local:%'
  AND m.remote_state NOT IN ('spam', 'trash') {more}
ORDER BY m.sort_at, m.id"""
_DID = """
SELECT r.created_at, r.kind, coalesce(t.title, '') FROM reaction r
LEFT JOIN message m ON m.account_id = r.account_id AND m.kind_space = r.kind_space AND m.remote_id = r.target_remote
LEFT JOIN thread t ON t.id = m.thread_id
WHERE r.identity_id IN (SELECT value FROM json_each(?)) ORDER BY r.created_at"""
_MINE_ONLY = {
    "notes": "note",
    "tags": "tag",
    "promises": "promise",
    "fields": "person_field",
    "conversations written down": "contact",
    "introductions": "introduction",
    "sales": "sale",
}


def between_us(conn: Connection, identity: int) -> BetweenUs:
    """Raises NotHere for an unknown id. Reads all of it: on a thread of its own."""
    they = conn.exec_driver_sql(_THEY, (identity,)).all()
    if not they:
        raise NotHere
    ids = json.dumps([row[0] for row in they])
    theirs = conn.exec_driver_sql(_SAID.format(side="identity_id", more=""), (ids,)).all()
    mine = conn.exec_driver_sql(_SAID.format(side="to_identity_id", more="AND m.direction = 'out'"), (ids,)).all()
    counts = {name: _count(conn, table, ids) for name, table in _MINE_ONLY.items()}
    counts |= {name: sum(row[at] for row in they) for at, name in enumerate(_MARKS, 6)}
    return BetweenUs(
        name=they[0][1],
        handles=tuple((row[2], row[3] or row[4] or row[5]) for row in they if row[3] or row[4] or row[5]),
        talks=_talks([*theirs, *mine]),
        did=tuple(Did(from_micros(at), kind, title) for at, kind, title in conn.exec_driver_sql(_DID, (ids,))),
        consent=_agreed(conn, identity),
        left_out=counts,
    )


def _agreed(conn: Connection, identity: int) -> tuple[Entry, ...]:
    """What was entered by mistake, and that it was, is nothing between us."""
    known = consent(conn, identity).entries
    entries = (entry for entry in known if entry.counts and entry.state is not Consent.MISTAKE)
    return tuple(sorted(entries, key=attrgetter("at", "made_at", "id")))


def _count(conn: Connection, table: str, ids: str) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE identity_id IN (SELECT value FROM json_each(?))"
    return int(conn.exec_driver_sql(sql, (ids,)).scalar_one())


def _talks(rows: list[Any]) -> tuple[Talk, ...]:
    """In order of their beginning, each oldest first."""
    rows = sorted(rows, key=itemgetter(0, 1))
    talks = []
    for _, group in groupby(rows, key=itemgetter(0)):
        said = list(group)
        title, place, url = said[0][10:13]
        talks.append((said[0][1], Talk(title or "", place or "", url or "", tuple(map(_said, said)))))
    return tuple(talk for _, talk in sorted(talks, key=itemgetter(0)))


def _said(row: Any) -> Said:
    _, at, direction, author, text, html, images, url, edited_at, gone_at, *_rest = row
    return Said(
        at=from_micros(at),
        mine=direction == Direction.OUT.value,
        author=author,
        text=text or "",
        html=SafeHtml(html or ""),
        images=tuple((address, alt) for address, alt in json.loads(images or "[]")),
        url=url,
        edited=edited_at is not None,
        gone=gone_at is not None,
    )
