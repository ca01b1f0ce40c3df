"""Threads: everything under one root at a place, and threads that turn out to be one (decision 7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from inbox.core.fetched import FetchedMessage, FetchedThread
from inbox.core.model import By, State
from inbox.store import acts, conversations, search, subjects
from inbox.store.ids import sound
from inbox.store.subjects import CONVERSATION
from inbox.store.transaction import Transaction

_FIND = """
SELECT root, id, title, url FROM thread WHERE account_id = ?1 AND root IN (SELECT value FROM json_each(?2))
UNION ALL SELECT a.root, t.id, t.title, t.url FROM thread_alias a JOIN thread t ON t.id = a.thread_id
WHERE a.account_id = ?1 AND a.root IN (SELECT value FROM json_each(?2))"""
_MAKE = "INSERT INTO thread (account_id, root, title, url, is_mine) VALUES (?, ?, ?, ?, ?) RETURNING id"
# A thread that was named after a message is one that hangs in the air: its root was not seen, or had no parent then.
_UNDER_A_MESSAGE = """
SELECT t.id, t.root FROM thread t WHERE t.account_id = ?1 AND t.root IN (SELECT value FROM json_each(?3))
AND EXISTS (SELECT 1 FROM message m WHERE m.account_id = ?1 AND m.kind_space = ?2 AND m.thread_id = t.id
  AND (m.remote_id = t.root OR m.parent_remote = t.root))"""


def take(tx: Transaction, account: int, fetched: Mapping[str, FetchedThread]) -> dict[str, int]:
    """The thread of each root, made where it is new; titles and links are kept up to date."""
    rows = tx.connection.exec_driver_sql(_FIND, (account, json.dumps(sorted(fetched)))).all()
    known = {root: int(id) for root, id, _, _ in rows}
    for root, id, title, url in rows:
        shown = fetched[root]
        now = (sound(shown.title) or title, sound(shown.url) or url)
        if now != (title, url):
            tx.connection.exec_driver_sql("UPDATE thread SET title = ?, url = ? WHERE id = ?", (*now, id))
            search.retitled(tx.connection, id, title, now[0])
            for conversation in _conversations(tx, id):
                tx.touch_conversation(conversation)
    for root, shown in fetched.items():
        if root not in known:
            row = (account, root, sound(shown.title), sound(shown.url), int(shown.mine))
            known[root] = int(tx.connection.exec_driver_sql(_MAKE, row).scalar_one())
    return known


def join_late(tx: Transaction, account: int, messages: Iterable[FetchedMessage], known: dict[str, int]) -> None:
    """A message that was taken for a root turns out to stand under another one: both threads are one."""
    under = {(message.kind_space, message.remote_id): message.thread.root for message in messages}
    for space in sorted({space for space, _ in under}):
        ids = json.dumps(sorted(remote_id for of, remote_id in under if of == space))
        for old, root in tx.connection.exec_driver_sql(_UNDER_A_MESSAGE, (account, space, ids)).all():
            new = known[under[space, root]]
            if new != old:
                _merge(tx, account, old, root, new)
                known |= {of: new for of, id in known.items() if id == old}


def count(tx: Transaction, thread: int, by: int) -> None:
    tx.connection.exec_driver_sql("UPDATE thread SET messages = messages + ? WHERE id = ?", (by, thread))


def _merge(tx: Transaction, account: int, old: int, root: str, new: int) -> None:
    connection = tx.connection
    rows = connection.exec_driver_sql("SELECT id, title FROM thread WHERE id IN (?, ?)", (old, new))
    titles = {int(id): str(title) for id, title in rows}
    search.retitled(connection, old, titles[old], titles[new])
    for conversation in _conversations(tx, old):
        _move_conversation(tx, conversation, new)
    moved = connection.exec_driver_sql("UPDATE message SET thread_id = ? WHERE thread_id = ?", (new, old)).rowcount
    count(tx, new, moved)
    connection.exec_driver_sql("UPDATE thread_alias SET thread_id = ? WHERE thread_id = ?", (new, old))
    connection.exec_driver_sql("DELETE FROM thread WHERE id = ?", (old,))
    connection.exec_driver_sql(
        "INSERT INTO thread_alias (account_id, root, thread_id) VALUES (?, ?, ?)", (account, root, new)
    )


def _move_conversation(tx: Transaction, old: int, thread: int) -> None:
    """Into the other thread; onto the conversation with the same person, where there is one already."""
    connection = tx.connection
    there = connection.exec_driver_sql(
        "SELECT c.id FROM conversation c JOIN conversation o ON o.counterpart_id = c.counterpart_id"
        " WHERE o.id = ? AND c.thread_id = ?",
        (old, thread),
    ).scalar()
    tx.touch_conversation(old)
    if there is None:
        connection.exec_driver_sql("UPDATE conversation SET thread_id = ? WHERE id = ?", (thread, old))
        return
    tx.touch_conversation(there)
    after = _fields_of_both(tx, old, there)
    for table in ("message", "delivery"):
        connection.exec_driver_sql(f"UPDATE {table} SET conversation_id = ? WHERE conversation_id = ?", (there, old))
    connection.exec_driver_sql("UPDATE OR IGNORE draft SET conversation_id = ? WHERE conversation_id = ?", (there, old))
    conversations.uncount(tx, "c.id = ?", old)
    connection.exec_driver_sql("DELETE FROM conversation WHERE id = ?", (old,))
    acts.act(tx, "merge", subjects.subject(tx, "conversation", there), after, by=By.APP)


def _fields_of_both(tx: Transaction, old: int, there: int) -> dict[str, object]:
    """Waiting wins; else what was done last."""
    names = ", ".join(CONVERSATION)
    rows = tx.connection.exec_driver_sql(f"SELECT state, {names} FROM conversation WHERE id IN (?, ?)", (old, there))
    both = [(state, dict(zip(CONVERSATION, values, strict=True))) for state, *values in rows]
    waits = (State.WAITING.value, State.EARLIER.value)

    def weight(one: tuple[str, dict[str, object]]) -> tuple[bool, int]:
        stamps = (one[1][name] for name in ("done_at", "them_at", "reopened_at", "snoozed_at"))
        return one[0] in waits, max(int(str(at or 0)) for at in stamps)

    chosen = max(both, key=weight)[1]
    return chosen | {"muted": min(int(str(fields["muted"])) for _, fields in both)}


def _conversations(tx: Transaction, thread: int) -> list[int]:
    rows = tx.connection.exec_driver_sql("SELECT id FROM conversation WHERE thread_id = ?", (thread,))
    return list(rows.scalars())
