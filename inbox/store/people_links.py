"""Who is one person: `identity.person`, the smallest id of everybody that links lead to (decision 3)."""

from __future__ import annotations

import json
from collections.abc import Collection

from inbox.rules.linking import groups
from inbox.store.transaction import Transaction

_TOGETHER = """
WITH RECURSIVE near(id) AS (
  SELECT id FROM identity WHERE person IN (
    SELECT person FROM identity WHERE id IN (SELECT value FROM json_each(?)))
  UNION SELECT l.b_id FROM identity_link l JOIN near n ON l.a_id = n.id
  UNION SELECT l.a_id FROM identity_link l JOIN near n ON l.b_id = n.id)
SELECT id FROM near ORDER BY id"""
_NAMES = """
SELECT j.id, h.name_key, h.id FROM identity i JOIN identity j ON j.person = i.person JOIN identity h ON h.id = i.person
WHERE i.id IN (SELECT value FROM json_each(?))"""
_LINKS = "SELECT a_id, b_id FROM identity_link WHERE a_id IN (SELECT value FROM json_each(?))"


def follow(tx: Transaction, identities: Collection[int]) -> set[int]:
    """After a link of one of these came or went: set who is one person now. Returns everybody it may concern."""
    ids = list(tx.connection.exec_driver_sql(_TOGETHER, (json.dumps(sorted(identities)),)).scalars())
    links = tx.connection.exec_driver_sql(_LINKS, (json.dumps(ids),)).all()
    note_names(tx, ids)
    rows = [(group[0], id, group[0]) for group in groups(ids, links) for id in group]
    if rows:
        tx.connection.exec_driver_sql("UPDATE identity SET person = ? WHERE id = ? AND person != ?", rows)
    return set(ids)


def note_names(tx: Transaction, identities: Collection[int]) -> None:
    """Under which names the rows of these people stand, before that changes."""
    for id, name, person in tx.connection.exec_driver_sql(_NAMES, (json.dumps(sorted(identities)),)):
        tx.was_named.setdefault(id, (name, person))


def part_all(tx: Transaction) -> None:
    """Everybody a person by themselves again: links are to be made anew (`acts.rebuild`)."""
    tx.connection.exec_driver_sql("UPDATE identity SET person = id")
