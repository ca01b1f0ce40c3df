"""Words that are being written, what was searched for, and settings: on this computer only, neither acts nor logged."""

from __future__ import annotations

import json

from inbox.core.model import Draft
from inbox.store import daily
from inbox.store.ids import sound
from inbox.store.transaction import Transaction

_KEEP = """
INSERT INTO draft (conversation_id, to_id, purpose, text, position, updated_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (conversation_id) DO UPDATE SET to_id = excluded.to_id, purpose = excluded.purpose, text = excluded.text,
  position = excluded.position, updated_at = excluded.updated_at"""
MOST_SEARCHES = 50
_SET = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def keep(tx: Transaction, draft: Draft) -> None:
    """One a conversation; no words drop it. A conversation that is no longer there keeps nothing."""
    if not draft.text.strip():
        drop(tx, draft.conversation)
        return
    known = tx.connection.exec_driver_sql("SELECT 1 FROM conversation WHERE id = ?", (draft.conversation,)).first()
    if known is not None:
        row = (draft.conversation, draft.to, draft.purpose.value, sound(draft.text), draft.cursor, tx.now)
        tx.connection.exec_driver_sql(_KEEP, row)
        tx.changed.conversations.add(draft.conversation)


def drop(tx: Transaction, conversation: int) -> None:
    sql = "DELETE FROM draft WHERE conversation_id = ?"
    if tx.connection.exec_driver_sql(sql, (conversation,)).rowcount:
        tx.changed.conversations.add(conversation)


def set_setting(tx: Transaction, key: str, value: str) -> None:
    tx.connection.exec_driver_sql(_SET, (key, sound(value)))
    tx.changed.settings.add(key)


def note_search(tx: Transaction, query: str) -> None:
    """Newest first, each once; no words are none."""
    said = sound(" ".join(query.split()))
    before = daily.searches(tx.connection)
    if said and before[:1] != [said]:
        now = [said, *(each for each in before if each != said)][:MOST_SEARCHES]
        set_setting(tx, daily.SEARCHES, json.dumps(now, ensure_ascii=False))


def forget_searches(tx: Transaction) -> None:
    set_setting(tx, daily.SEARCHES, "[]")
    tx.changed.sentence = "What was searched for is forgotten."
