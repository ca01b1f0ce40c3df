"""Saved searches as views, and the splits of a view: read here; set by acts, so that undo takes them back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.model import State
from inbox.core.text import plain_line
from inbox.core.views import DEFAULT_SPLITS, MOST_SPLITS, SPLITS_OF, SavedView, Split
from inbox.store import acts, subjects
from inbox.store.ids import sound, uuid7
from inbox.store.query import parse
from inbox.store.transaction import Transaction

LONGEST_NAME = 60
_VIEWS = "SELECT id, uuid, name, query, position, key FROM saved_view ORDER BY position, id"
_ACTIONS = "SELECT actions FROM rule ORDER BY position, id"


def views(conn: Connection) -> list[SavedView]:
    return [SavedView(*row) for row in conn.exec_driver_sql(_VIEWS)]


def view(conn: Connection, view: int) -> SavedView:
    """Raises KeyError for an unknown id."""
    found = next((each for each in views(conn) if each.id == view), None)
    if found is None:
        raise KeyError(view)
    return found


def splits(conn: Connection, state: State | None, view_id: int) -> list[Split]:
    """The person's own parts, else the default ones; those that rules put conversations under come last."""
    sql = "SELECT value FROM setting WHERE key = ?"
    kept = conn.exec_driver_sql(sql, (_setting(conn, state, view_id),)).scalar()
    own = [Split(name, query) for name, query in json.loads(kept)] if kept else list(DEFAULT_SPLITS)
    named = {name_key(split.name) for split in own}
    ruled = [Split(name, f'split:"{name}"') for name in split_names(conn) if name_key(name) not in named]
    return [*own, *ruled]


def split_names(conn: Connection) -> list[str]:
    """What rules put conversations under, in order of the rules."""
    actions = [action for told in conn.exec_driver_sql(_ACTIONS).scalars() for action in json.loads(told)]
    return list(dict.fromkeys(value for do, value in actions if do == "split"))


def _setting(conn: Connection, state: State | None, view_id: int) -> str:
    if view_id:
        return f"{SPLITS_OF}{view(conn, view_id).uuid}"
    return f"{SPLITS_OF}{state.value if state is not None else 'all'}"


# --------------------------------------------------------------------------------------------------------- changing


def add(tx: Transaction, name: str, query: str, key: int) -> int:
    """Last in order. Raises Refused for no name or a search that makes no sense."""
    there = views(tx.connection)
    about = subjects.Subject("view", json.dumps(["view", uuid7(tx.wall)], separators=(",", ":")), 0)
    fields = {
        "name": _name(name),
        "query": _query(tx, query),
        "position": max((each.position for each in there), default=-1) + 1,
        "key": _free_key(tx, key, there),
    }
    _act(tx, about, fields, f"View \u201c{fields['name']}\u201d added")
    return int(tx.connection.exec_driver_sql("SELECT max(id) FROM saved_view").scalar_one())


def change(tx: Transaction, view_id: int, *, name: str | None, query: str | None, key: int | None) -> None:
    """None leaves it as it is. Raises Refused as `add`, KeyError for an unknown view."""
    there = view(tx.connection, view_id)
    fields: dict[str, Any] = {}
    if name is not None:
        fields["name"] = _name(name)
    if query is not None:
        fields["query"] = _query(tx, query)
    if key is not None:
        fields["key"] = _free_key(tx, key, [each for each in views(tx.connection) if each.id != view_id])
    if fields:
        _act(
            tx,
            subjects.subject(tx, "view", view_id),
            fields,
            f"View \u201c{fields.get('name', there.name)}\u201d changed",
        )


def move(tx: Transaction, view_id: int, position: int) -> None:
    """To a place in the order, from 0. Raises KeyError for an unknown view."""
    moved = view(tx.connection, view_id)
    others = [each for each in views(tx.connection) if each.id != view_id]
    others.insert(max(0, min(position, len(others))), moved)
    for at, each in enumerate(others):
        _act(tx, subjects.subject(tx, "view", each.id), {"position": at}, f"View \u201c{moved.name}\u201d moved")


def remove(tx: Transaction, view_id: int) -> None:
    """Raises KeyError for an unknown view."""
    gone = view(tx.connection, view_id)
    label = f"View \u201c{gone.name}\u201d removed"
    _act(tx, subjects.subject(tx, "view", view_id), dict.fromkeys(("name", "query", "position", "key")), label)


def set_splits(tx: Transaction, splits: Sequence[Split], state: State | None, view_id: int) -> None:
    """None: the default ones again. Raises Refused for a search that makes no sense."""
    about = subjects.setting(_setting(tx.connection, state, view_id))
    told = [[_name(split.name), sound(split.query.strip())] for split in splits][:MOST_SPLITS]
    for _, query in told:
        parse(query, _now(tx))
    value = json.dumps(told, ensure_ascii=False) if told else None
    if acts.act(tx, "splits", about, {"value": value}, label="Parts changed"):
        tx.changed.sentence = "Parts changed."


def _act(tx: Transaction, about: subjects.Subject, fields: dict[str, Any], label: str) -> None:
    if acts.act(tx, "view", about, fields, label=label):
        tx.changed.sentence = f"{label}."


def _name(name: str) -> str:
    line = plain_line(name, LONGEST_NAME)
    if not line:
        raise Refused("It needs a name. Type one first.")
    return line


def _query(tx: Transaction, query: str) -> str:
    said = sound(query.strip())
    if parse(said, _now(tx)).is_empty:
        raise Refused("There is nothing to look for yet. Type a search first.")
    return said


def _free_key(tx: Transaction, key: int, others: Sequence[SavedView]) -> int:
    """A key 1-9, taken from the view that had it; 0 for none."""
    if key not in range(10):
        raise Refused("A view can have a key from 1 to 9.")
    for other in others:
        if key and other.key == key:
            _act(tx, subjects.subject(tx, "view", other.id), {"key": 0}, f"View \u201c{other.name}\u201d changed")
    return key


def _now(tx: Transaction) -> datetime:
    return from_micros(tx.wall)
