"""What I said I would do: offered from my own words, written down by the user, back until it is kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import NotHere, Refused
from inbox.core.manners import Notice, Promise, PromiseOffer, PromiseState
from inbox.core.text import plain_line
from inbox.store import act_rows, acts, subjects
from inbox.store.transaction import Transaction

WORDS_MOST = 200
OFFERED_FOR = timedelta(days=60)
"""What was written before is no longer offered: it was kept, or forgiven, long ago."""
_LOOKED_AT = 400

_COLUMNS = "p.id, i.person, i.name, p.words, p.state, p.due_at, p.made_at, p.settled_at, p.message_key"
_ORDER = "p.state != 'open', p.due_at IS NULL, p.due_at, p.made_at DESC, p.id DESC"
_OF = f"""
SELECT {_COLUMNS} FROM identity who JOIN identity i ON i.person = who.person JOIN promise p ON p.identity_id = i.id
WHERE who.id = ? AND (p.state = 'open' OR ?) ORDER BY {_ORDER} LIMIT ?"""
_ALL = f"""
SELECT {_COLUMNS} FROM promise p JOIN identity i ON i.id = p.identity_id
WHERE p.state = 'open' OR ? ORDER BY {_ORDER} LIMIT ?"""
_ONE = f"SELECT {_COLUMNS} FROM promise p JOIN identity i ON i.id = p.identity_id WHERE p.id = ?"
_SAID_IN = """
SELECT m.id, m.conversation_id FROM account a JOIN message m ON m.account_id = a.id AND m.kind_space = ?3
  AND m.remote_id = ?4 WHERE a.network = ?1 AND a.canonical = ?2"""
# What has left only: until then its words may still be taken back, and the network has not named it.
_FOUND = """
SELECT n.message_id, n.first, n.words, n.due, m.sort_at, m.conversation_id, i.person, i.name,
  a.network, a.canonical, m.kind_space, m.remote_id
FROM {found} JOIN account a ON a.id = m.account_id
WHERE n.what = 'promise' AND m.direction = 'out' AND m.remote_id NOT LIKE 'local:%' AND m.gone_at IS NULL
  AND m.joined_to IS NULL AND {which} LIMIT ?"""
_FOUND_OF = _FOUND.format(
    found="identity who JOIN identity i ON i.person = who.person JOIN message m ON m.to_identity_id = i.id"
    " JOIN noticed n ON n.message_id = m.id",
    which="m.sort_at >= ? AND who.id = ? ORDER BY m.sort_at DESC, n.first",
)
_FOUND_ALL = _FOUND.format(
    found="noticed n JOIN message m ON m.id = n.message_id JOIN identity i ON i.id = m.to_identity_id",
    which="n.message_id >= ? ORDER BY n.message_id DESC, n.first",
)
_TAKEN = """
SELECT message_key, first FROM promise WHERE message_key IN (SELECT value FROM json_each(?)) AND first IS NOT NULL"""
_TURNED_DOWN = "SELECT what FROM turned_down WHERE what IN (SELECT value FROM json_each(?))"


def promises(conn: Connection, identity: int | None, *, settled: bool, limit: int) -> list[Promise]:
    if identity is None:
        rows = conn.exec_driver_sql(_ALL, (settled, limit)).all()
    else:
        rows = conn.exec_driver_sql(_OF, (identity, settled, limit)).all()
    return [_as_promise(conn, row) for row in rows]


def promise(conn: Connection, id: int) -> Promise:
    """Raises NotHere for an unknown id."""
    row = conn.exec_driver_sql(_ONE, (id,)).first()
    if row is None:
        raise NotHere
    return _as_promise(conn, row)


def offers(conn: Connection, identity: int | None, now: datetime, *, limit: int) -> list[PromiseOffer]:
    since = to_micros(now - OFFERED_FOR)
    if identity is None:
        # Ids carry the minute of writing.
        found = conn.exec_driver_sql(_FOUND_ALL, (since // 60_000_000 << 8, _LOOKED_AT)).all()
    else:
        found = conn.exec_driver_sql(_FOUND_OF, (since, identity, _LOOKED_AT)).all()
    keys = {row[0]: subjects.message_key(*row[8:]) for row in found}
    taken = set(map(tuple, conn.exec_driver_sql(_TAKEN, (_json(keys.values()),)).all()))
    names = {(row[0], row[1]): turned_down(keys[row[0]], row[1]) for row in found}
    refused = set(conn.exec_driver_sql(_TURNED_DOWN, (_json(names.values()),)).scalars())
    return [
        PromiseOffer(person, name, words, due, from_micros(at), conversation, message, first)
        for message, first, words, due, at, conversation, person, name, *_ in found
        if (keys[message], first) not in taken and names[message, first] not in refused
    ][:limit]


def turned_down(key: str, first: int) -> str:
    """How it is written down that this was no promise (`turned_down.what`)."""
    return f"{Notice.PROMISE}:{first} {key}"


def make(
    tx: Transaction, identity: int, words: str, *, due: datetime | None, message: int | None, first: int | None
) -> None:
    line = _checked(words)
    key = "" if message is None else subjects.subject(tx, "message", message).key
    if first is not None and (key, first) in set(
        map(tuple, tx.connection.exec_driver_sql(_TAKEN, (_json([key]),)).all())
    ):
        raise Refused("That promise is written down already.")
    values: dict[str, Any] = {
        "identity_id": act_rows.key_of_identity(tx.connection, identity),
        "words": line,
        "message_key": key,
        "first": first,
        "state": PromiseState.OPEN.value,
        "due_at": None if due is None else to_micros(due),
        "made_at": tx.wall,
        "settled_at": None,
    }
    _do(tx, subjects.new_row("promise", str(uuid.uuid4())), values, "Promise written down")


def change(tx: Transaction, id: int, words: str, due: datetime | None) -> None:
    about = subjects.subject(tx, "promise", id)
    _do(tx, about, {"words": _checked(words), "due_at": None if due is None else to_micros(due)}, "Promise changed")


def settle(tx: Transaction, id: int, *, kept: bool) -> None:
    state = PromiseState.KEPT if kept else PromiseState.DROPPED
    about = subjects.subject(tx, "promise", id)
    if subjects.read(tx.connection, about, ["state"])["state"] != state:
        label = "Promise kept" if kept else "Promise dropped"
        _do(tx, about, {"state": state.value, "settled_at": tx.wall}, label)


def turn_down(tx: Transaction, message: int, first: int) -> None:
    refuse(tx, message, lambda key: turned_down(key, first), "No promise")


def refuse(tx: Transaction, message: int, what: Any, label: str) -> None:
    """Write down that what was offered because of a message was turned down, for good."""
    about = subjects.subject(tx, "message", message)
    sql = "SELECT coalesce(to_identity_id, identity_id) FROM message WHERE id = ?"
    whom = tx.connection.exec_driver_sql(sql, (message,)).scalar_one()
    values = {
        "identity_id": act_rows.key_of_identity(tx.connection, int(whom)),
        "what": what(about.key),
        "until_at": None,
        "made_at": tx.wall,
    }
    _do(tx, subjects.new_row("turned_down", str(uuid.uuid4())), values, label)


def where_said(conn: Connection, key: str) -> tuple[int | None, int | None]:
    """(message, conversation) of a message by its stable key; (None, None) where it is not here (any more)."""
    if not key:
        return None, None
    row = conn.exec_driver_sql(_SAID_IN, tuple(json.loads(key)[1:])).first()
    return (None, None) if row is None else (int(row[0]), row[1])


def _as_promise(conn: Connection, row: Any) -> Promise:
    id, person, name, words, state, due, made_at, settled_at, key = row
    message, conversation = where_said(conn, key)
    return Promise(
        id=id,
        person=person,
        name=name,
        words=words,
        state=PromiseState(state),
        due=None if due is None else from_micros(due),
        made_at=from_micros(made_at),
        settled_at=None if settled_at is None else from_micros(settled_at),
        conversation=conversation,
        message=message,
    )


def _checked(words: str) -> str:
    line = plain_line(words, WORDS_MOST)
    if not line:
        raise Refused("There are no words to keep. Write what you promised first.")
    return line


def _do(tx: Transaction, about: subjects.Subject, after: dict[str, Any], label: str) -> None:
    if acts.act(tx, about.kind, about, after, label=label):
        tx.changed.sentence = f"{label}."


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values))
