"""What was erased here is not gathered again: its hash is kept, not its name (decision 14)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from inbox.core.fetched import FetchedReaction, SafeMessage
from inbox.store.transaction import Transaction

_KNOWN = "SELECT hash FROM tombstone WHERE hash IN (SELECT value FROM json_each(?))"


def of_message(network: str, canonical: str, kind_space: str, remote_id: str) -> str:
    return _hash("message", network, canonical, kind_space, remote_id)


def of_identity(network: str, instance: str, stable_id: str) -> str:
    return _hash("identity", network, instance, stable_id)


def without_erased(
    tx: Transaction, network: str, canonical: str, messages: Sequence[SafeMessage]
) -> Sequence[SafeMessage]:
    if tx.connection.exec_driver_sql("SELECT 1 FROM tombstone LIMIT 1").first() is None:
        return messages
    hashes = [_hashes(network, canonical, message) for message in messages]
    wanted = json.dumps(sorted({hash for pair in hashes for hash in pair}))
    erased = set(tx.connection.exec_driver_sql(_KNOWN, (wanted,)).scalars())
    return [message for message, pair in zip(messages, hashes, strict=True) if erased.isdisjoint(pair)]


def reactions_without_erased(
    tx: Transaction, network: str, reactions: Sequence[FetchedReaction]
) -> Sequence[FetchedReaction]:
    """Those of people who were erased are left out."""
    if not reactions or tx.connection.exec_driver_sql("SELECT 1 FROM tombstone LIMIT 1").first() is None:
        return reactions
    hashes = [of_identity(network, one.author.instance, one.author.stable_id) for one in reactions]
    rows = tx.connection.exec_driver_sql(_KNOWN, (json.dumps(sorted(set(hashes))),))
    erased = set(rows.scalars())
    return [one for one, hash in zip(reactions, hashes, strict=True) if hash not in erased]


def _hashes(network: str, canonical: str, message: SafeMessage) -> tuple[str, str]:
    fetched = message.fetched
    return (
        of_message(network, canonical, fetched.kind_space, fetched.remote_id),
        of_identity(network, fetched.author.instance, fetched.author.stable_id),
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
