"""What each import made, kept so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from inbox.store.transaction import Transaction

MESSAGE, IDENTITY, THREAD = "message", "identity", "thread"
_ADD = "INSERT OR IGNORE INTO import_item (run_id, kind, item_id) VALUES (?, ?, ?)"
_SEEN = """
DELETE FROM import_item WHERE run_id IN (SELECT id FROM import_run) AND kind = 'message'
AND item_id IN (SELECT value FROM json_each(?))"""


def add(tx: Transaction, run: int, kind: str, ids: Iterable[int]) -> None:
    rows = [(run, kind, id) for id in sorted(ids)]
    if rows:
        tx.connection.exec_driver_sql(_ADD, rows)


def of(tx: Transaction, run: int, kind: str) -> set[int]:
    sql = "SELECT item_id FROM import_item WHERE run_id = ? AND kind = ?"
    return set(tx.connection.exec_driver_sql(sql, (run, kind)).scalars())


def among(tx: Transaction, run: int, kind: str, ids: Iterable[int]) -> set[int]:
    """Of these, what the import made."""
    sql = """
SELECT item_id FROM import_item WHERE run_id = ? AND kind = ? AND item_id IN (SELECT value FROM json_each(?))"""
    return set(tx.connection.exec_driver_sql(sql, (run, kind, json.dumps(sorted(ids)))).scalars())


def drop(tx: Transaction, run: int, kind: str, ids: Iterable[int]) -> None:
    sql = "DELETE FROM import_item WHERE run_id = ? AND kind = ? AND item_id IN (SELECT value FROM json_each(?))"
    tx.connection.exec_driver_sql(sql, (run, kind, json.dumps(sorted(ids))))


def seen_live(tx: Transaction, messages: Iterable[int]) -> None:
    """Their place has shown these messages: they are no longer only what an import brought."""
    if tx.connection.exec_driver_sql("SELECT 1 FROM import_item LIMIT 1").first() is not None:
        tx.connection.exec_driver_sql(_SEEN, (json.dumps(sorted(messages)),))
