"""What follows for each person from messages and acts, derived for many at once and stored: the rows of `person`.

Called by `Transaction.take` for whoever was touched; nothing else writes these tables.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from inbox.core.model import Stage
from inbox.store.transaction import Transaction

_RANKS = {stage.value: rank for rank, stage in enumerate(Stage)}
_IS_SOMEBODY = """
i.messages_out > 0 OR i.starred
  OR EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id AND m.remote_state NOT IN ('spam', 'trash'))
  OR NOT EXISTS (SELECT 1 FROM message m WHERE m.identity_id = i.id)"""
_ROOTS = "SELECT DISTINCT person FROM identity WHERE id IN (SELECT value FROM json_each(?1))"
_SETS = f"""
SELECT i.person, i.id, i.name, i.name_key, i.is_me, i.is_bot, i.ignored, i.starred, i.stage, i.first_seen_at,
  i.last_seen_at, ({_IS_SOMEBODY}),
  (SELECT min(m.sort_at) FROM message m WHERE m.to_identity_id = i.id),
  (SELECT max(m.sort_at) FROM message m WHERE m.to_identity_id = i.id),
  (SELECT count(*) FROM conversation c WHERE c.counterpart_id = i.id AND +c.state = 'waiting'),
  (SELECT max(c.worth) FROM conversation c WHERE c.counterpart_id = i.id AND +c.state = 'waiting')
FROM identity i WHERE i.person IN (SELECT value FROM json_each(?)) ORDER BY i.person, i.id"""
_STORE = """
INSERT INTO person (id, name, name_key, is_listed, starred, stage, stage_rank, first_met_at, last_contact_at, waiting,
  waiting_worth)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, is_listed = excluded.is_listed,
  starred = excluded.starred, stage = excluded.stage, stage_rank = excluded.stage_rank,
  first_met_at = excluded.first_met_at, last_contact_at = excluded.last_contact_at, waiting = excluded.waiting,
  waiting_worth = excluded.waiting_worth"""
_ABSORBED = """
DELETE FROM person WHERE id IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.person = person.id)"""


def refresh(tx: Transaction, identities: Collection[int]) -> frozenset[int]:
    """Derive the people these identities belong to. Returns conversations whose worth is another by that."""
    if not identities:
        return frozenset()
    roots = list(tx.connection.exec_driver_sql(_ROOTS, (json.dumps(sorted(identities)),)).scalars())
    sets: dict[int, list[Any]] = {}
    for row in tx.connection.exec_driver_sql(_SETS, (json.dumps(roots),)):
        sets.setdefault(row[0], []).append(row)
    if sets:
        tx.connection.exec_driver_sql(_STORE, [_row(root, members) for root, members in sets.items()])
    tx.connection.exec_driver_sql(_ABSORBED, (json.dumps(sorted({*identities, *roots})),))
    return frozenset()


def _row(root: int, members: list[Any]) -> tuple[Any, ...]:
    first = members[0]
    listed = not any(one[4] or one[5] or one[6] for one in members) and any(one[11] for one in members)
    stage = max((one[8] for one in members), key=_RANKS.__getitem__)
    return (
        root,
        first[2],
        first[3],
        int(listed),
        int(any(one[7] for one in members)),
        stage,
        _RANKS[stage],
        _among(min, [one[9] for one in members] + [one[12] for one in members]),
        _among(max, [one[10] for one in members] + [one[13] for one in members]),
        sum(one[14] for one in members),
        _among(max, [one[15] for one in members]),
    )


def _among(choose: Any, values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return choose(known) if known else None
