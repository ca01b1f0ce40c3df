"""Rows that acts make, change and take away, named by their uuid (decision 6).

In the log an identity is named by its stable key, since local ids mean nothing on another machine; here a column named
in `Rows.identities` holds the local id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection

Fields = dict[str, Any]


class Shows(Enum):
    """Who is to look again when such a row changed."""

    VIEWS = "views"
    RULES = "rules"
    PEOPLE = "people"
    SEGMENTS = "segments"
    THREADS = "threads"


@dataclass(frozen=True, slots=True)
class Rows:
    """`columns`: every column but the id and the uuid. All of them None: there is no such row."""

    table: str
    columns: tuple[str, ...]
    shows: Shows = Shows.PEOPLE
    identities: tuple[str, ...] = ("identity_id",)


ROWS = {
    "view": Rows("saved_view", ("name", "query", "position", "key"), Shows.VIEWS, ()),
    "rule": Rows("rule", ("name", "conditions", "actions", "is_on", "position"), Shows.RULES, ()),
    "segment": Rows("own_segment", ("name", "query", "position"), Shows.SEGMENTS, ()),
    "thread_link": Rows("thread_link", ("a_key", "b_key", "state", "message_key", "made_at"), Shows.THREADS, ()),
    "link": Rows("identity_link", ("a_id", "b_id", "made_at"), identities=("a_id", "b_id")),
    "not_same": Rows("not_same", ("a_id", "b_id", "answer", "evidence", "made_at"), identities=("a_id", "b_id")),
    "promise": Rows(
        "promise", ("identity_id", "words", "message_key", "first", "state", "due_at", "made_at", "settled_at")
    ),
    "contact": Rows("contact", ("identity_id", "at", "how", "minutes", "words", "made_at")),
    "consent": Rows("consent", ("identity_id", "state", "at", "place", "words", "email", "message_key", "made_at")),
    "field": Rows("person_field", ("identity_id", "name", "value", "position")),
    "introduction": Rows(
        "introduction",
        ("identity_id", "by_id", "at", "words", "message_key", "thanked_at"),
        identities=("identity_id", "by_id"),
    ),
    "sale": Rows("sale", ("identity_id", "at", "amount", "currency", "note")),
    "turned_down": Rows("turned_down", ("identity_id", "what", "until_at", "made_at")),
    "acknowledged": Rows("acknowledged", ("identity_id", "gift_key", "how", "at")),
}
"""By the kind of their subject."""

ABOUT_PEOPLE: tuple[tuple[str, str], ...] = tuple(
    (rows.table, column) for rows in ROWS.values() for column in rows.identities
)
"""(table, column) of everything kept about an identity in such rows."""

_IDENTITY = "SELECT id FROM identity WHERE network = ? AND instance = ? AND stable_id = ?"
_KEY_OF_IDENTITY = "SELECT network, instance, stable_id FROM identity WHERE id = ?"


def read(connection: Connection, kind: str, uuid: str, names: Sequence[str]) -> Fields:
    """The values of these columns as the log has them; all None where there is no such row."""
    rows = ROWS[kind]
    sql = f"SELECT {', '.join(names)} FROM {rows.table} WHERE uuid = ?"
    row = connection.exec_driver_sql(sql, (uuid,)).first()
    values = dict(zip(names, row or [None] * len(names), strict=True))
    return {
        name: _key_of(connection, value) if name in rows.identities and value is not None else value
        for name, value in values.items()
    }


def apply(connection: Connection, kind: str, uuid: str, values: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """Make, change or take away the row; returns its local id and the identities it is or was about, as sets."""
    rows = ROWS[kind]
    about = _identities(connection, rows, uuid)
    if all(value is None for value in values.values()):
        gone = connection.exec_driver_sql(f"DELETE FROM {rows.table} WHERE uuid = ? RETURNING id", (uuid,)).scalars()
        return set(gone), about
    if not names_who_is_here(connection, kind, values):
        return set(), about  # whom it was about was erased here
    here = {name: _here(connection, rows, name, value) for name, value in values.items()}
    settings = ", ".join(f"{name} = ?" for name in here)
    sql = f"UPDATE {rows.table} SET {settings} WHERE uuid = ? RETURNING id"
    ids = set(connection.exec_driver_sql(sql, (*here.values(), uuid)).scalars())
    if not ids and here.keys() == set(rows.columns):
        marks = ", ".join("?" * len(here))
        sql = f"INSERT INTO {rows.table} (uuid, {', '.join(here)}) VALUES (?, {marks}) RETURNING id"
        ids = set(connection.exec_driver_sql(sql, (uuid, *here.values())).scalars())
    return ids, about | _identities(connection, rows, uuid)


def names_who_is_here(connection: Connection, kind: str, values: Mapping[str, Any]) -> bool:
    """False where one of the identities in these values is not here."""
    rows = ROWS[kind]
    named = [(name, values[name]) for name in rows.identities if values.get(name) is not None]
    return all(_here(connection, rows, name, value) is not None for name, value in named)


def key_of_identity(connection: Connection, identity: int) -> str:
    """How the log names an identity in a row's values. Raises KeyError for an unknown id."""
    key = _key_of(connection, identity)
    if key is None:
        raise KeyError(identity)
    return key


def _key_of(connection: Connection, identity: int) -> str | None:
    row = connection.exec_driver_sql(_KEY_OF_IDENTITY, (identity,)).first()
    return None if row is None else json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))


def _here(connection: Connection, rows: Rows, name: str, value: Any) -> Any:
    if name not in rows.identities or value is None:
        return value
    return connection.exec_driver_sql(_IDENTITY, tuple(json.loads(value))).scalar()


def _identities(connection: Connection, rows: Rows, uuid: str) -> set[int]:
    if not rows.identities:
        return set()
    sql = f"SELECT {', '.join(rows.identities)} FROM {rows.table} WHERE uuid = ?"
    found: Iterable[Any] = connection.exec_driver_sql(sql, (uuid,)).first() or ()
    return {int(id) for id in found if id is not None}
