"""Likes, boosts and follows: shown in history, never in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inbox.core.clock import to_micros
from inbox.core.fetched import FetchedReaction
from inbox.store import identities
from inbox.store.ids import clamped
from inbox.store.transaction import Transaction

_ADD = """
INSERT INTO reaction (account_id, identity_id, kind_space, remote_id, kind, target_remote, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, kind_space, remote_id) DO NOTHING"""


def take(
    tx: Transaction,
    account: int,
    reactions: Sequence[FetchedReaction],
    people: Mapping[identities.Key, identities.Known],
) -> None:
    for one in reactions:
        author = people[identities.key_of(one.author)].id
        at = clamped(to_micros(one.created_at), tx.wall)
        row = (account, author, one.kind_space, one.remote_id, one.kind, one.target, at)
        if tx.connection.exec_driver_sql(_ADD, row).rowcount:
            tx.touch_person(author)
