"""What people gave and whether it was acknowledged, on whichever network; and what I wrote without an answer.

Whatever was said or done to somebody after they gave something acknowledges all they gave until then.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import NotHere
from inbox.core.manners import PAID_BY, Gift, GiftKind, Owed, Pays, Said
from inbox.core.model import Kind
from inbox.core.text import snippet
from inbox.store import act_rows, acts, subjects
from inbox.store.transaction import Transaction

OWED_FOR = timedelta(days=180)
GIFTS_SHOWN = 5
_LOOKED_AT = 20_000

_SINCE = "m.id >= ?1 AND m.sort_at >= ?2"
_MESSAGES = f"""
SELECT i.person, m.id, m.kind, m.sort_at, m.liked, m.conversation_id, t.title, a.look FROM message m
JOIN identity i ON i.id = m.identity_id JOIN person p ON p.id = i.person JOIN thread t ON t.id = m.thread_id
JOIN account a ON a.id = m.account_id
WHERE {_SINCE} AND m.direction = 'in' AND m.kind NOT IN ('{Kind.EMAIL}', '{Kind.MESSAGE}') AND m.addressed != ''
  AND +m.joined_to IS NULL AND m.gone_at IS NULL AND m.remote_state = 'visible' AND p.is_listed
  AND NOT (SELECT count(*) > 1 FROM noticed n WHERE n.message_id = m.id AND n.what LIKE 'spam%')
ORDER BY m.id DESC LIMIT {_LOOKED_AT}"""
_REACTIONS = f"""
SELECT i.person, r.kind, r.created_at, m.id, m.conversation_id, t.title, a.look FROM reaction r
JOIN identity i ON i.id = r.identity_id JOIN person p ON p.id = i.person JOIN account a ON a.id = r.account_id
LEFT JOIN message m ON m.account_id = r.account_id AND m.kind_space = r.kind_space AND m.remote_id = r.target_remote
LEFT JOIN thread t ON t.id = m.thread_id
WHERE r.created_at >= ? AND r.kind NOT IN ('follow', 'unfollow') AND p.is_listed
ORDER BY r.created_at DESC LIMIT {_LOOKED_AT}"""
_INTRODUCTIONS = """
SELECT b.person, n.at, n.words, i.name FROM introduction n JOIN identity b ON b.id = n.by_id
JOIN identity i ON i.id = n.identity_id JOIN person p ON p.id = b.person
WHERE n.at >= ? AND n.thanked_at IS NULL AND p.is_listed"""
# Own words that were cancelled, or need me, have acknowledged nothing.
_WROTE = """
SELECT i.person, max((SELECT max(m.sort_at) FROM message m WHERE m.to_identity_id = i.id AND m.direction = 'out'
  AND m.kind {kinds} ('email', 'message') AND (m.remote_id NOT LIKE 'local:%' OR EXISTS (
    SELECT 1 FROM delivery d WHERE d.message_id = m.id AND d.state IN ('waiting', 'sending', 'unsure', 'sent')))))
FROM identity i WHERE i.person IN (SELECT value FROM json_each(?)) GROUP BY i.person"""
_CALLED = """
SELECT i.person, max(c.at) FROM identity i JOIN contact c ON c.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?)) GROUP BY i.person"""
_SAID_SO = """
SELECT i.person, max(k.at) FROM identity i JOIN acknowledged k ON k.identity_id = i.id
WHERE i.person IN (SELECT value FROM json_each(?)) GROUP BY i.person"""
_PEOPLE = """
SELECT p.id, p.name, p.starred, i.avatar_url, i.look FROM person p JOIN identity i ON i.person = p.id
WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id, i.id"""
_TEXTS = "SELECT id, substr(text, 1, 600) FROM message_text WHERE id IN (SELECT value FROM json_each(?))"

_HEARD_AT = """
SELECT max(coalesce((SELECT max(m.sort_at) FROM message m WHERE m.identity_id = i.id
    AND m.direction = 'in' AND m.remote_state NOT IN ('spam', 'trash')), 0),
  coalesce((SELECT max(c.at) FROM contact c WHERE c.identity_id = i.id), 0))
FROM identity who JOIN identity i ON i.person = who.person WHERE who.id = ?"""
_SINCE_THEN = """
SELECT m.sort_at, m.kind FROM identity who JOIN identity i ON i.person = who.person
JOIN message m ON m.to_identity_id = i.id
WHERE who.id = ? AND m.sort_at > ? AND m.direction = 'out' AND m.gone_at IS NULL AND m.joined_to IS NULL
ORDER BY m.sort_at DESC LIMIT ?"""


class _Given(NamedTuple):
    person: int
    kind: GiftKind
    at: int
    is_liked: bool
    title: str
    words: str
    look: str
    conversation: int | None
    message: int | None


def owed(conn: Connection, pays: Sequence[Pays] | None, now: datetime, *, limit: int) -> list[Owed]:
    paying = _paying(conn) if pays is None else set(pays)
    by_person: dict[int, list[_Given]] = defaultdict(list)
    for gift in _given(conn, to_micros(now - OWED_FOR)):
        by_person[gift.person].append(gift)
    paid = _paid_at(conn, by_person, paying)
    left: dict[int, list[_Given]] = {}
    for person, gifts in by_person.items():
        unpaid = [
            gift for gift in gifts if gift.at > paid.get(person, 0) and not (gift.is_liked and Pays.LIKE in paying)
        ]
        if unpaid:
            left[person] = sorted(unpaid, key=lambda gift: -gift.at)
    shown = sorted(left, key=lambda person: (-left[person][0].at, person))[:limit]
    return list(_as_owed(conn, shown, left))


def unanswered(conn: Connection, identity: int, *, limit: int) -> list[Said]:
    heard = max((at for (at,) in conn.exec_driver_sql(_HEARD_AT, (identity,))), default=0) or 0
    rows = conn.exec_driver_sql(_SINCE_THEN, (identity, heard, limit)).all()
    kinds = {Kind.EMAIL.value: "mail", Kind.MESSAGE.value: "message"}
    return [Said(from_micros(at), kinds.get(kind, "answer")) for at, kind in reversed(rows)]


def acknowledge(tx: Transaction, identity: int) -> None:
    """Raises NotHere for an unknown identity."""
    sql = "SELECT id FROM identity WHERE id = ?"
    if tx.connection.exec_driver_sql(sql, (identity,)).first() is None:
        raise NotHere
    values = {
        "identity_id": act_rows.key_of_identity(tx.connection, identity),
        "gift_key": "",
        "how": "said",
        "at": tx.wall,
    }
    about = subjects.new_row("acknowledged", str(uuid.uuid4()))
    acts.act(tx, "acknowledge", about, values, label="Acknowledged")
    tx.changed.sentence = "Acknowledged."


def _paying(conn: Connection) -> set[Pays]:
    said = conn.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (PAID_BY,)).scalar()
    return set(Pays) if said is None else {way for way in Pays if way in str(said).split()}


def _given(conn: Connection, since: int) -> Iterator[_Given]:
    # Ids carry the minute of writing.
    for person, id, kind, at, liked, conversation, title, look in conn.exec_driver_sql(
        _MESSAGES, (since // 60_000_000 << 8, since)
    ):
        what = GiftKind.LINK if kind == Kind.PINGBACK else GiftKind.COMMENT
        yield _Given(person, what, at, bool(liked), title, "", look, conversation, id)
    for person, kind, at, message, conversation, title, look in conn.exec_driver_sql(_REACTIONS, (since,)):
        what = GiftKind.LIKE if kind == "like" else GiftKind.SHARE
        yield _Given(person, what, at, False, title or "", "", look, conversation, message)
    for person, at, words, name in conn.exec_driver_sql(_INTRODUCTIONS, (since,)):
        yield _Given(person, GiftKind.INTRODUCTION, at, False, name, words, "", None, None)


def _paid_at(conn: Connection, people: Collection[int], paying: Collection[Pays]) -> dict[int, int]:
    """When somebody was acknowledged last, in a way that counts."""
    asked = [_SAID_SO]
    if Pays.REPLY in paying:
        asked.append(_WROTE.format(kinds="NOT IN"))
    if Pays.MAIL in paying:
        asked.append(_WROTE.format(kinds="IN"))
    if Pays.CALL in paying:
        asked.append(_CALLED)
    paid: dict[int, int] = {}
    ids = json.dumps(sorted(people))
    for sql in asked:
        for person, at in conn.exec_driver_sql(sql, (ids,)):
            paid[person] = max(paid.get(person, 0), at or 0)
    return paid


def _as_owed(conn: Connection, people: Sequence[int], left: dict[int, list[_Given]]) -> Iterator[Owed]:
    known: dict[int, list[Any]] = defaultdict(list)
    for row in conn.exec_driver_sql(_PEOPLE, (json.dumps(people),)):
        known[row[0]].append(row)
    shown = {person: left[person][:GIFTS_SHOWN] for person in people}
    wanted = [gift.message for gifts in shown.values() for gift in gifts if gift.kind is GiftKind.COMMENT]
    texts: dict[int | None, str] = {row[0]: row[1] for row in conn.exec_driver_sql(_TEXTS, (json.dumps(wanted),))}
    for person in people:
        rows = known[person]
        yield Owed(
            person=person,
            name=rows[0][1],
            avatar_url=next((row[3] for row in rows if row[3]), ""),
            looks=tuple(dict.fromkeys(row[4] for row in rows)),
            starred=bool(rows[0][2]),
            gifts=tuple(
                Gift(
                    gift.kind,
                    from_micros(gift.at),
                    gift.title,
                    gift.words or snippet(texts.get(gift.message, "")),
                    gift.look,
                    gift.conversation,
                    gift.message,
                )
                for gift in shown[person]
            ),
            number=len(left[person]),
        )
