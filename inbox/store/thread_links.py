"""Threads across places: a link in one of them that leads to the other joins them, or the person does by hand; either
can be parted again.

What links where is noted as messages come and change (`note`), in both directions: the thread that is linked to may
come later than the link. Within one place a link joins nothing: there people link to what else was written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping

from inbox.core.errors import NotHere, Refused
from inbox.core.joining import Together
from inbox.core.model import By
from inbox.rules.links import address_key, links_in
from inbox.store import acts, subjects
from inbox.store.act_rows import ROWS
from inbox.store.transaction import Transaction

_NAMESPACE = uuid.UUID("4f1f8f3c-6b0a-4c8e-9c54-0d1f2a7a2e61")
_KEY = """
SELECT t.id, json_array(a.network, a.canonical, t.root) FROM thread t JOIN account a ON a.id = t.account_id
WHERE t.id IN (SELECT value FROM json_each(?))"""
# Words that may hold an address, of messages that people see: what is spam joins nothing.
_SAID = """
SELECT m.id, coalesce(x.text, ''), coalesce(x.html, '') FROM message m JOIN message_text x ON x.id = m.id
WHERE m.id IN (SELECT value FROM json_each(?)) AND m.remote_state = 'visible' AND m.gone_at IS NULL
  AND m.remote_id NOT LIKE 'local:%'
  AND (instr(x.text, '://') OR instr(x.text, 'www.') OR instr(x.html, '<a '))"""
_STANDS = """
SELECT m.thread_id, m.url, t.url FROM message m JOIN thread t ON t.id = m.thread_id
WHERE m.id IN (SELECT value FROM json_each(?))"""
_MET = """
SELECT DISTINCT l.message_id, m.thread_id, a.thread_id FROM message_link l
JOIN message m ON m.id = l.message_id JOIN thread_address a ON a.address = l.address
JOIN thread t ON t.id = a.thread_id
WHERE m.thread_id != a.thread_id AND m.account_id != t.account_id AND {which}
ORDER BY l.message_id LIMIT 200"""
_BY_LINK = _MET.format(which="l.message_id IN (SELECT value FROM json_each(?))")
_BY_ADDRESS = _MET.format(which="a.address IN (SELECT value FROM json_each(?))")
_BETWEEN = "SELECT id, state FROM thread_link WHERE (a_key = ?1 AND b_key = ?2) OR (a_key = ?2 AND b_key = ?1)"
_SEEN = "threads:noted"
"""How far the messages of an older file were looked through, by id; "done" when all were."""
_AT_ONCE = 400


def note(tx: Transaction, messages: Collection[int]) -> None:
    """These came, or changed: where they stand, what they link to, and what that joins."""
    if not messages:
        return
    ids = json.dumps(sorted(messages))
    tx.connection.exec_driver_sql(
        "DELETE FROM message_link WHERE message_id IN (SELECT value FROM json_each(?))", (ids,)
    )
    links = [
        (key, id)
        for id, text, html in tx.connection.exec_driver_sql(_SAID, (ids,)).all()
        for key in links_in(text, html)
    ]
    if links:
        sql = "INSERT OR IGNORE INTO message_link (address, message_id) VALUES (?, ?)"
        tx.connection.exec_driver_sql(sql, links)
    new = _stand(tx, ids)
    met = set(tx.connection.exec_driver_sql(_BY_LINK, (json.dumps([id for _, id in links]),)).all()) if links else set()
    if new:
        met |= set(tx.connection.exec_driver_sql(_BY_ADDRESS, (json.dumps(new),)).all())
    for message, thread, other in sorted(met):
        _found(tx, message, thread, other)


def thread_of(tx: Transaction, conversation: int) -> int:
    """Raises NotHere (a KeyError) for an unknown one."""
    thread = tx.connection.exec_driver_sql("SELECT thread_id FROM conversation WHERE id = ?", (conversation,)).scalar()
    if thread is None:
        raise NotHere
    return int(thread)


def join(tx: Transaction, thread: int, other: int) -> None:
    """By hand. Raises Refused where there is nothing to join, KeyError for an unknown thread."""
    if thread == other:
        raise Refused("Both are of one thread already. Choose a conversation from another one.")
    keys = _keys(tx, thread, other)
    if keys[thread] == keys[other]:
        raise Refused("Both are of one thread already. Choose a conversation from another one.")
    between = tx.connection.exec_driver_sql(_BETWEEN, (keys[thread], keys[other])).first()
    if between is not None and between[1] == Together.JOINED:
        raise Refused("These two are joined already.")
    if between is None:
        about = subjects.new_row("thread_link", str(uuid.uuid4()))
        after = _row(tx, keys[thread], keys[other], Together.JOINED, "")
    else:
        about, after = subjects.subject(tx, "thread_link", between[0]), {"state": Together.JOINED.value}
    acts.act(tx, "join", about, after, label="Threads joined")
    tx.changed.sentence = "Joined. They are shown as one from now on."


def part(tx: Transaction, link: int) -> None:
    """They are shown by themselves again, whatever links there are. Raises KeyError for an unknown link."""
    about = subjects.subject(tx, "thread_link", link)
    acts.act(tx, "part", about, {"state": Together.APART.value}, label="Threads parted")
    tx.changed.sentence = "Parted. Each is shown by itself again."


def catch_up(tx: Transaction) -> None:
    """In a file of an older Parlour nothing was noted: a small batch of what is there, until all is."""
    seen = tx.connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (_SEEN,)).scalar() or "0"
    if seen == "done":
        return
    sql = "SELECT id FROM message WHERE id > ? ORDER BY id LIMIT ?"
    ids = list(tx.connection.exec_driver_sql(sql, (int(seen), _AT_ONCE)).scalars())
    note(tx, ids)
    now = str(ids[-1]) if len(ids) == _AT_ONCE else "done"
    tx.connection.exec_driver_sql("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_SEEN, now))


def _stand(tx: Transaction, ids: str) -> list[str]:
    """Where these messages, and their threads, stand on the web; returns what was not known yet."""
    wanted: set[tuple[str, int]] = set()
    for thread, url, thread_url in tx.connection.exec_driver_sql(_STANDS, (ids,)).all():
        wanted.add((thread_url, thread))
        if url and url.split("#")[0].rstrip("/") != thread_url.rstrip("/"):
            wanted.add((url, thread))
    rows = sorted({(key, thread) for url, thread in wanted if (key := address_key(url))})
    there = {
        (address, thread)
        for address, thread in tx.connection.exec_driver_sql(
            "SELECT address, thread_id FROM thread_address WHERE address IN (SELECT value FROM json_each(?))",
            (json.dumps([key for key, _ in rows]),),
        )
    }
    new = [row for row in rows if row not in there]
    if new:
        tx.connection.exec_driver_sql("INSERT INTO thread_address (address, thread_id) VALUES (?, ?)", new)
    return [key for key, _ in new]


def _found(tx: Transaction, message: int, thread: int, other: int) -> None:
    """A link leads from one to the other: they are joined, unless something was said of the two before."""
    keys = _keys(tx, thread, other)
    if tx.connection.exec_driver_sql(_BETWEEN, (keys[thread], keys[other])).first() is not None:
        return
    # The same on every machine that finds this link.
    name = uuid.uuid5(_NAMESPACE, json.dumps(sorted(keys.values())))
    said = subjects.subject(tx, "message", message).key
    after = _row(tx, keys[thread], keys[other], Together.JOINED, said)
    acts.act(tx, "join", subjects.new_row("thread_link", str(name)), after, by=By.APP)


def _row(tx: Transaction, a: str, b: str, state: Together, message: str) -> Mapping[str, object]:
    return dict(zip(ROWS["thread_link"].columns, (a, b, state.value, message, tx.wall), strict=True))


def _keys(tx: Transaction, *threads: int) -> dict[int, str]:
    rows = tx.connection.exec_driver_sql(_KEY, (json.dumps(threads),))
    keys = {int(id): str(key) for id, key in rows}
    if len(keys) != len(set(threads)):
        raise KeyError(threads)
    return keys
