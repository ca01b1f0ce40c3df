"""Messages that are here already: what a second look at them changes."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from inbox.core.clock import to_micros
from inbox.core.fetched import FetchedMessage, SafeMessage
from inbox.core.model import Can, RemoteState
from inbox.store import homes, noticing, search, thread_links, threads
from inbox.store.ids import clamped, sound
from inbox.store.subjects import touch_identity
from inbox.store.transaction import Transaction

_FIND = f"""
SELECT m.kind_space, m.remote_id, m.id, m.thread_id, m.conversation_id, m.identity_id, m.direction, m.parent_remote,
  m.remote_state, m.gone_at, m.edited_at, m.addressed, m.url, m.version, a.can & {int(Can.MODERATE)},
  coalesce(t.text, ''), coalesce(t.html, ''), coalesce(t.raw, '')
FROM message m JOIN account a ON a.id = m.account_id LEFT JOIN message_text t ON t.id = m.id
WHERE m.account_id = ? AND m.kind_space = ? AND m.remote_id IN (SELECT value FROM json_each(?))"""
_INDEXED = """
SELECT m.id, i.name, i.handle, thread.title, coalesce(t.text, ''), m.identity_id, m.account_id, m.kind
FROM message m JOIN identity i ON i.id = m.identity_id JOIN thread ON thread.id = m.thread_id
LEFT JOIN message_text t ON t.id = m.id WHERE """
_ASIDE = (RemoteState.SPAM.value, RemoteState.TRASH.value)
_AWAY = (RemoteState.DELETED.value, RemoteState.GONE.value)


class KnownMessage(NamedTuple):
    """As it is stored. Order of `_FIND`."""

    id: int
    thread: int
    conversation: int | None
    identity: int
    direction: str
    parent_remote: str
    remote_state: str
    gone_at: int | None
    edited_at: int | None
    addressed: str
    url: str
    version: str
    can_moderate: int
    text: str
    html: str
    raw: str


def find(tx: Transaction, account: int, messages: Sequence[SafeMessage]) -> dict[tuple[str, str], KnownMessage]:
    """By (kind space, remote id)."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        wanted[message.fetched.kind_space].add(message.fetched.remote_id)
    found: dict[tuple[str, str], KnownMessage] = {}
    for space, ids in wanted.items():
        for kind_space, remote_id, *row in tx.connection.exec_driver_sql(
            _FIND, (account, space, json.dumps(sorted(ids)))
        ):
            found[kind_space, remote_id] = KnownMessage(*row)
    return found


def bring_up_to_date(tx: Transaction, row: KnownMessage, shown: SafeMessage, author: int, thread: int) -> set[int]:
    """Words, moderation, a return, another thread. Returns the conversations in which something inbound changed."""
    entry = _entry(tx, row.id)
    values = _differences(tx, row, shown)
    has_moved = row.thread != thread
    has_other_me = row.direction == "out" and row.identity != author
    is_reworded = _has_other_words(row, shown)
    if is_reworded or sound(shown.fetched.raw) != row.raw:
        tx.connection.exec_driver_sql(
            "INSERT INTO message_text (text, html, spoken, notes, images, source, raw, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text,"
            " html = excluded.html, spoken = excluded.spoken, notes = excluded.notes, images = excluded.images,"
            " source = excluded.source, raw = excluded.raw",
            (*words_of(shown), row.id),
        )
        tx.touch_conversation(row.conversation)
    if has_other_me:
        values["identity_id"] = author
    if has_moved:
        values |= _move(tx, row, shown, thread)
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        tx.connection.exec_driver_sql(f"UPDATE message SET {names} WHERE id = ?", (*values.values(), row.id))
        tx.touch_conversation(row.conversation)
    if is_reworded or has_moved or has_other_me:
        search.unindex(tx.connection, *entry)
        search.index(tx.connection, *_entry(tx, row.id))
    if is_reworded or has_other_me:
        noticing.notice(tx, [row.id])
    if is_reworded or has_moved or not {"url", "remote_state"}.isdisjoint(values):
        thread_links.note(tx, [row.id])
    if row.direction == "out" or not (values or is_reworded):
        return set()
    return {id for id in (row.conversation, values.get("conversation_id")) if id is not None}


def words_of(shown: SafeMessage) -> tuple[Any, ...]:
    """The columns of `message_text` after the id."""
    source = shown.fetched.html or shown.fetched.text
    return (
        sound(shown.text),
        sound(shown.html),
        sound(shown.spoken) if shown.html else None,
        sound(json.dumps(shown.notes, ensure_ascii=False)),
        sound(json.dumps(shown.images, ensure_ascii=False)),
        zlib.compress(source.encode("utf-8", "surrogatepass")),
        sound(shown.fetched.raw),
    )


def addressed(fetched: FetchedMessage) -> str:
    return " ".join(sorted(fetched.addressed))


def _has_other_words(row: KnownMessage, shown: SafeMessage) -> bool:
    if shown.fetched.version and sound(shown.fetched.version) == row.version:
        return False
    return (sound(shown.text), sound(shown.html)) != (row.text, row.html)


def _differences(tx: Transaction, row: KnownMessage, shown: SafeMessage) -> dict[str, Any]:
    fetched = shown.fetched
    values: dict[str, Any] = {}
    if fetched.version and sound(fetched.version) != row.version:
        values["version"] = sound(fetched.version)
    if fetched.edited_at is not None:
        edited_at = clamped(to_micros(fetched.edited_at), tx.wall)
        if edited_at != row.edited_at:
            values["edited_at"] = edited_at
    elif row.version and _has_other_words(row, shown):
        # Without an earlier version these are my own words, as the network shows them now: not an edit.
        values["edited_at"] = tx.wall
    if fetched.url and sound(fetched.url) != row.url:
        values["url"] = sound(fetched.url)
    if fetched.addressed and addressed(fetched) != row.addressed:
        values["addressed"] = addressed(fetched)
    state = fetched.remote_state.value
    if state != row.remote_state:
        values["remote_state"] = state
        if _shows_up(row, state):
            values["arrived_at"] = tx.now
    is_away = state in _AWAY
    if is_away != (row.gone_at is not None):
        values["gone_at"] = tx.wall if is_away else None
    return values


def _shows_up(row: KnownMessage, state: str) -> bool:
    """Somebody let it in elsewhere: what was done here before was not about it, since it never waited."""
    was_aside = row.remote_state in _ASIDE or (row.remote_state == RemoteState.HELD and not row.can_moderate)
    return was_aside and state in (RemoteState.VISIBLE, RemoteState.HELD)


def _move(tx: Transaction, row: KnownMessage, shown: SafeMessage, thread: int) -> dict[str, Any]:
    """It hangs under another root now."""
    threads.count(tx, row.thread, -1)
    threads.count(tx, thread, 1)
    if row.direction == "out":
        return {"thread_id": thread}
    account = tx.connection.exec_driver_sql("SELECT account_id FROM thread WHERE id = ?", (thread,)).scalar_one()
    home = homes.conversations(tx, account, [(thread, row.identity)])[thread, row.identity]
    touch_identity(tx, row.identity)
    tx.connection.exec_driver_sql("UPDATE message SET conversation_id = ? WHERE id = ?", (home, row.id))
    homes.bring_home_replies(tx, row.id)
    return {"thread_id": thread, "conversation_id": home}


def indexed(tx: Transaction, where: str, value: int | str) -> list[tuple[int, str, str, str, int, int, str]]:
    """What the search index holds of these messages. `where` is a condition on `m`, our own SQL."""
    return [
        (id, search.who(name, handle), subject, body, identity, place, kind)
        for id, name, handle, subject, body, identity, place, kind in tx.connection.exec_driver_sql(
            _INDEXED + where, (value,)
        )
    ]


def _entry(tx: Transaction, message: int) -> tuple[int, str, str, str, int, int, str]:
    return indexed(tx, "m.id = ?", message)[0]
