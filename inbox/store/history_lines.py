"""What the keys of a history (`history_keys`) stand for: a page of lines is read with a few statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.model import Direction, Kind, Purpose
from inbox.core.person import HistoryEntry
from inbox.core.profile import LineKey, What
from inbox.core.text import snippet
from inbox.store import person_relation
from inbox.store.history_keys import stage_of

_SNIPPET_FROM = 600
_THESE = "IN (SELECT value FROM json_each(?))"
MESSAGES = f"""
SELECT m.id, m.direction, m.kind, m.purpose, a.look, t.title, substr(x.text, 1, {_SNIPPET_FROM}), m.conversation_id
FROM message m LEFT JOIN message_text x ON x.id = m.id LEFT JOIN thread t ON t.id = m.thread_id
LEFT JOIN account a ON a.id = m.account_id WHERE m.id {_THESE}"""
REACTIONS = f"""
SELECT r.id, r.kind, a.look, t.title, m.id, m.conversation_id, substr(x.text, 1, {_SNIPPET_FROM})
FROM reaction r JOIN account a ON a.id = r.account_id
LEFT JOIN message m ON m.account_id = r.account_id AND m.kind_space = r.kind_space AND m.remote_id = r.target_remote
LEFT JOIN message_text x ON x.id = m.id LEFT JOIN thread t ON t.id = m.thread_id WHERE r.id {_THESE}"""
_ROWS: dict[What, str] = {
    What.CONTACT: f"SELECT id, how, '', words, minutes FROM contact WHERE id {_THESE}",
    What.NOTE: f"SELECT id, '', '', text, NULL FROM note WHERE id {_THESE}",
    What.PROMISE: f"SELECT id, state, '', words, NULL FROM promise WHERE id {_THESE}",
    What.SALE: f"SELECT id, '', trim(amount || ' ' || currency), note, NULL FROM sale WHERE id {_THESE}",
    What.CONSENT: f"SELECT id, state, place, words, NULL FROM consent WHERE id {_THESE}",
    What.INTRODUCTION: f"""
SELECT n.id, a.name, b.name, n.words, NULL FROM introduction n JOIN identity b ON b.id = n.by_id
JOIN identity a ON a.id = n.identity_id WHERE n.id {_THESE}""",
}


def lines(conn: Connection, keys: Sequence[LineKey]) -> list[HistoryEntry]:
    """In the order of `keys`; what is gone meanwhile is left out."""
    found: dict[tuple[What, int], HistoryEntry] = {}
    for what in {key.what for key in keys}:
        ids = {key.id: key.at for key in keys if key.what is what}
        if what is What.STAGE:
            found |= {(what, id): line for id, at in ids.items() if (line := _as_stage(conn, at, id)) is not None}
            continue
        sql, make = _READ.get(what, (_ROWS.get(what, ""), _as_row))
        for row in conn.exec_driver_sql(sql, (json.dumps(list(ids)),)):
            found[what, row[0]] = make(what, ids[row[0]], row)
    return [found[key.what, key.id] for key in keys if (key.what, key.id) in found]


def _as_message(what: What, at: int, row: Any) -> HistoryEntry:
    message, direction, kind, purpose, look, title, text, conversation = row
    return HistoryEntry(
        at=from_micros(at),
        direction=Direction(direction),
        kind=Kind(kind),
        purpose=Purpose(purpose),
        look=look or "",
        title=title or "",
        snippet=snippet(text or ""),
        conversation=conversation,
        message=message,
        what=what,
        id=message,
    )


def _as_reaction(what: What, at: int, row: Any) -> HistoryEntry:
    id, kind, look, title, message, conversation, text = row
    return _line(
        what, id, at, kind, title or "", text or "", look=look, message=message or 0, conversation=conversation
    )


def _as_stage(conn: Connection, at: int, id: int) -> HistoryEntry | None:
    person, stage = stage_of(id)
    ladder = person_relation.relation(conn, person).ladder
    return next((_line(What.STAGE, id, at, stage.value, "", one.why) for one in ladder if one.stage is stage), None)


def _as_row(what: What, at: int, row: Any) -> HistoryEntry:
    id, verb, title, words, minutes = row
    return _line(what, id, at, verb, title, words, minutes=minutes)


def _line(
    what: What,
    id: int,
    at: int,
    verb: str,
    title: str,
    words: str,
    *,
    look: str = "",
    message: int = 0,
    conversation: int | None = None,
    minutes: int | None = None,
) -> HistoryEntry:
    return HistoryEntry(
        at=from_micros(at),
        direction=Direction.IN if what is What.REACTED else Direction.OUT,
        kind=Kind.MESSAGE,
        purpose=Purpose.REPLY,
        look=look,
        title=title,
        snippet=snippet(words),
        conversation=conversation,
        message=message,
        what=what,
        verb=verb,
        minutes=minutes,
        id=id,
    )


_Make = Callable[[What, int, Any], HistoryEntry]
_READ: dict[What, tuple[str, _Make]] = {
    What.WROTE: (MESSAGES, _as_message),
    What.ANSWERED: (MESSAGES, _as_message),
    What.REACTED: (REACTIONS, _as_reaction),
}
