"""Looking into a store from outside of it."""

from __future__ import annotations

from typing import Any

from inbox.core.model import ConversationView, Message, Row, Sort, State
from inbox.store.binding import dbapi
from inbox.store.writer import SqliteStore

DERIVED = ("conversation", "message", "message_text", "identity", "thread", "thread_alias", "counter", "tag", "note")


def ask(store: SqliteStore, sql: str, values: list[str] | None = None) -> list[tuple[Any, ...]]:
    """By a connection of its own; with `values` the statement is run for each of them."""
    path = store.about()["file"]
    connection = dbapi.connect(path, isolation_level=None)
    try:
        if values is None:
            return [tuple(row) for row in connection.execute(sql).fetchall()]
        connection.executemany(sql, [(value,) for value in values])
        return []
    finally:
        connection.close()


def dump(store: SqliteStore, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of these tables ("" for those that intake and acts fill), in order."""
    return {table: sorted(ask(store, f"SELECT * FROM {table}"), key=repr) for table in tables or DERIVED}


def messages(store: SqliteStore) -> list[Message]:
    """All of them, oldest first."""
    ids = [row[0] for row in ask(store, "SELECT id FROM message ORDER BY sort_at, id")]
    with store.reading() as reading:
        return [reading.message(id) for id in ids]


def states(store: SqliteStore) -> dict[str, State]:
    """By the name of the counterpart."""
    with store.reading() as reading:
        rows = [row for state in State for row in reading.page(state, Sort.NEWEST)]
    assert len({row.name for row in rows}) == len(rows)
    return {row.name: row.state for row in rows}


def row(store: SqliteStore, name: str = "Ann") -> Row:
    """Of the only conversation with somebody called so."""
    with store.reading() as reading:
        rows = [row for state in State for row in reading.page(state, Sort.NEWEST) if row.name == name]
    assert len(rows) == 1, rows
    return rows[0]


def view(store: SqliteStore, name: str = "Ann") -> ConversationView:
    with store.reading() as reading:
        return reading.conversation(row(store, name).id)
