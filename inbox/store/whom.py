"""Whom a step was about: looked up for the history, and for what is said once it is done."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from inbox.core.whom import Whom
from inbox.store import subjects
from inbox.store.act_rows import ROWS
from inbox.store.acts import Act

_SAID = {
    "conversation": """
SELECT i.name, t.title FROM conversation c JOIN identity i ON i.id = c.counterpart_id
JOIN thread t ON t.id = c.thread_id WHERE c.id = ?""",
    "message": """
SELECT i.name, t.title FROM message m JOIN identity i ON i.id = m.identity_id
JOIN thread t ON t.id = m.thread_id WHERE m.id = ?""",
    "delivery": """
SELECT i.name, t.title FROM delivery d JOIN message m ON m.id = d.target_id JOIN identity i ON i.id = m.identity_id
JOIN thread t ON t.id = m.thread_id WHERE d.id = ?""",
    "identity": "SELECT name, '' FROM identity WHERE id = ?",
    "note": "SELECT name, '' FROM identity WHERE id = ?",
} | {
    kind: f"SELECT i.name, '' FROM {rows.table} r JOIN identity i ON i.id = r.{rows.identities[0]} WHERE r.id = ?"
    for kind, rows in ROWS.items()
    if rows.identities
}
"""By the kind of the subject; other kinds are about nobody."""


def whom(connection: Connection, batch: Sequence[Act]) -> Whom:
    """Of the first act that is about somebody; nobody where they are no longer here. `others` are of the same kind."""
    first = next((act for act in batch if _kind(act) in _SAID), None)
    about = subjects.find(connection, first.subject) if first is not None else None
    said = connection.exec_driver_sql(_SAID[about.kind], (about.id,)).first() if about is not None else None
    if about is None or said is None:
        return Whom()
    name, title = said
    return Whom(name, title, len({act.subject for act in batch if _kind(act) == about.kind}) - 1)


def of_conversations(connection: Connection, ids: Sequence[int]) -> Whom:
    """As `whom`, of a step that is just being done to these."""
    said = connection.exec_driver_sql(_SAID["conversation"], (ids[0],)).first() if ids else None
    return Whom() if said is None else Whom(said[0], said[1], len(set(ids)) - 1)


def _kind(act: Act) -> str:
    """A key is a JSON list that begins with it."""
    return act.subject[2 : act.subject.index('"', 2)]
