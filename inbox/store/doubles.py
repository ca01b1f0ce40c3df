"""The same words by the same person in the same thread within a quarter of an hour are one message (decision 13).

Nearly the same words are one where the person says so (`triage.say_same`). Derived anew for a conversation whenever one
of its messages came, changed or went, so that order never matters.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from inbox.core.model import RemoteState
from inbox.rules.sameness import Utterance, doubles
from inbox.store.transaction import Transaction

_LIVE = (RemoteState.VISIBLE.value, RemoteState.HELD.value)
_SAID = """
SELECT m.conversation_id, m.id, m.created_at, m.remote_state, m.joined_to, t.text, m.same_as, m.remote_id
FROM message m JOIN message_text t ON t.id = m.id
WHERE m.conversation_id IN (SELECT value FROM json_each(?)) AND m.direction = 'in' ORDER BY m.created_at, m.id"""


def join(tx: Transaction, conversations: Collection[int]) -> None:
    """`conversations`: those in which something inbound came, changed its words, or changed how it stands."""
    live: dict[int, list[Utterance]] = defaultdict(list)
    joined: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = tx.connection.exec_driver_sql(_SAID, (json.dumps(sorted(conversations)),))
    for conversation, id, at, state, joined_to, text, same_as, remote_id in rows:
        joined[conversation][id] = joined_to
        if state in _LIVE:
            live[conversation].append(Utterance(id, at, text, said_same=same_as, name=remote_id))
    updates: list[tuple[int | None, int]] = []
    for conversation, was in joined.items():
        if len(was) > 1:
            now = doubles(live[conversation])
            updates += [(now.get(id), id) for id, first in was.items() if first != now.get(id)]
    if updates:
        tx.connection.exec_driver_sql("UPDATE message SET joined_to = ? WHERE id = ?", updates)
