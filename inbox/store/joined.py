"""The threads that are shown as one with a thread, read by following what joins them (`store/thread_links.py`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.joining import JoinedThread, Together
from inbox.core.model import Can, Message

MOST_THREADS = 8
"""So many are shown as one at most; the nearest first."""
MOST_MESSAGES = 60
"""Newest messages of each."""

_KEY = """
SELECT json_array(a.network, a.canonical, t.root) FROM thread t JOIN account a ON a.id = t.account_id WHERE t.id = ?"""
_JOINTS = f"""
SELECT id, b_key, message_key FROM thread_link WHERE a_key = ?1 AND state = '{Together.JOINED}'
UNION ALL SELECT id, a_key, message_key FROM thread_link WHERE b_key = ?1 AND state = '{Together.JOINED}'
ORDER BY 1"""
_THREAD = """
SELECT t.id, t.title, t.url, a.id, a.title, a.look, a.can,
  (SELECT c.id FROM conversation c WHERE c.thread_id = t.id ORDER BY c.newest_at DESC, c.id LIMIT 1)
FROM account a JOIN thread t ON t.id = coalesce(
  (SELECT id FROM thread WHERE account_id = a.id AND root = ?3),
  (SELECT thread_id FROM thread_alias WHERE account_id = a.id AND root = ?3))
WHERE a.network = ?1 AND a.canonical = ?2"""
_LINKED_BY = """
SELECT m.id, i.name, i.is_me FROM account a
JOIN message m ON m.account_id = a.id AND m.kind_space = ?3 AND m.remote_id = ?4
JOIN identity i ON i.id = m.identity_id WHERE a.network = ?1 AND a.canonical = ?2"""

Messages = Callable[[int], tuple[Message, ...]]
"""The newest messages of a thread, oldest first, `MOST_MESSAGES` at most."""


def joined(conn: Connection, thread: int, messages: Messages) -> tuple[JoinedThread, ...]:
    """Nearest first. A thread that is no longer here is passed over, and what lies behind it too."""
    start = conn.exec_driver_sql(_KEY, (thread,)).scalar()
    if start is None or not _any(conn):
        return ()
    found: list[JoinedThread] = []
    seen, ahead = {start}, [start]
    while ahead and len(found) < MOST_THREADS:
        for link, key, said in conn.exec_driver_sql(_JOINTS, (ahead.pop(0),)).all():
            if key in seen or len(found) == MOST_THREADS:
                continue
            seen.add(key)
            row = conn.exec_driver_sql(_THREAD, tuple(json.loads(key))).first()
            if row is not None:
                ahead.append(key)
                found.append(_as_thread(conn, link, said, row, messages))
    return tuple(found)


def _any(conn: Connection) -> bool:
    """In most files nothing is joined."""
    return conn.exec_driver_sql("SELECT 1 FROM thread_link LIMIT 1").first() is not None


def _as_thread(conn: Connection, link: int, said: str, row: Sequence[Any], messages: Messages) -> JoinedThread:
    thread, title, url, place, place_title, look, can, conversation = row
    by = conn.exec_driver_sql(_LINKED_BY, tuple(json.loads(said)[1:])).first() if said else None
    return JoinedThread(
        thread=thread,
        link=link,
        title=title,
        place=place,
        place_title=place_title,
        look=look,
        can=Can(can),
        url=url,
        messages=messages(thread),
        conversation=conversation,
        linked_by="" if by is None else str(by[1]),
        linked_by_me=by is not None and bool(by[2]),
        linking_message=None if by is None else int(by[0]),
    )
