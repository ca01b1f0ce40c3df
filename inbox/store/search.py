"""The search index, and looking into it: newest first by rowid, which is flat in the number of messages (decision 24).

The index is contentless: it holds no words that could be read back, so the very words that were put in must be handed
back to take a message out. Whoever renames an identity or a thread calls `renamed` or `retitled`.
"""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.core.model import Kind
from inbox.core.text import segment

_PUT_IN = "INSERT INTO search(rowid, who, subject, body, tokens) VALUES (?, ?, ?, ?, ?)"
_TAKE_OUT = "INSERT INTO search(search, rowid, who, subject, body, tokens) VALUES ('delete', ?, ?, ?, ?, ?)"
_OF_IDENTITY = """
SELECT m.id, thread.title, t.text, m.identity_id, m.account_id, m.kind
FROM message m JOIN message_text t ON t.id = m.id JOIN thread ON thread.id = m.thread_id WHERE m.identity_id = ?"""
_OF_THREAD = """
SELECT m.id, i.name, i.handle, t.text, m.identity_id, m.account_id, m.kind
FROM message m JOIN message_text t ON t.id = m.id JOIN identity i ON i.id = m.identity_id WHERE m.thread_id = ?"""


def who(name: str, handle: str) -> str:
    """How an author stands in the index."""
    return f"{name} {handle}".rstrip()


def index(
    conn: Connection, message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> None:
    """Put a message in. `who` is `who(name, handle)` of its author, `subject` its thread's title, `body` plain text."""
    conn.exec_driver_sql(_PUT_IN, _entry(message, who, subject, body, identity, place, kind))


def unindex(
    conn: Connection, message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> None:
    """Take a message out; everything as it was put in, else words of it stay behind."""
    conn.exec_driver_sql(_TAKE_OUT, _entry(message, who, subject, body, identity, place, kind))


def renamed(conn: Connection, identity: int, was: str, now: str) -> None:
    """An author's name or handle changed (both as `who` gives them): index what they wrote under the new one."""
    if segment(was) == segment(now):
        return
    for message, subject, body, author, place, kind in conn.exec_driver_sql(_OF_IDENTITY, (identity,)).all():
        unindex(conn, message, was, subject, body, author, place, kind)
        index(conn, message, now, subject, body, author, place, kind)


def retitled(conn: Connection, thread: int, was: str, now: str) -> None:
    """A thread's title changed: index its messages under the new one."""
    if segment(was) == segment(now):
        return
    for message, name, handle, body, author, place, kind in conn.exec_driver_sql(_OF_THREAD, (thread,)).all():
        unindex(conn, message, who(name, handle), was, body, author, place, kind)
        index(conn, message, who(name, handle), now, body, author, place, kind)


def _entry(
    message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> tuple[int, str, str, str, str]:
    return message, segment(who), segment(subject), segment(body), f"i{identity} a{place} k{kind}"
