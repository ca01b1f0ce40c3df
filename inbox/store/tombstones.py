"""What was erased here is not gathered again: its hash is kept, not its name (decision 14)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from inbox.core.fetched import FetchedReaction, SafeMessage
from inbox.store.transaction import Transaction

_KNOWN = "SELECT hash FROM tombstone WHERE hash IN (SELECT value FROM json_each(?))"


def of_message(network: str, canonical: str, kind_space: str, remote_id: str) -> str:
    return _hash("message", network, canonical, kind_space, remote_id)


def of_identity(network: str, instance: str, stable_id: str) -> str:
    return _hash("identity", network, instance, stable_id)


def other_names(email: str) -> list[tuple[str, str, str]]:
    """(network, instance, stable id) under which somebody of this address would come in from a mailbox or an address
    book."""
    mail = email.casefold()
    return [("mail", "", mail), ("contacts", "", f"mail:{mail}")] if mail else []


def without_erased(
    tx: Transaction, network: str, canonical: str, messages: Sequence[SafeMessage]
) -> Sequence[SafeMessage]:
    if tx.connection.exec_driver_sql("SELECT 1 FROM tombstone LIMIT 1").first() is None:
        return messages
    hashes = [_hashes(network, canonical, message) for message in messages]
    wanted = json.dumps(sorted({hash for pair in hashes for hash in pair}))
    erased = set(tx.connection.exec_driver_sql(_KNOWN, (wanted,)).scalars())
    return [message for message, pair in zip(messages, hashes, strict=True) if erased.isdisjoint(pair)]


def erased_people(connection: Connection, network: str, keys: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of these (instance, stable id), those who were erased for good."""
    if connection.exec_driver_sql("SELECT 1 FROM tombstone LIMIT 1").first() is None:
        return set()
    by_hash = {of_identity(network, *key): key for key in keys}
    rows = connection.exec_driver_sql(_KNOWN, (json.dumps(sorted(by_hash)),))
    return {by_hash[hash] for hash in rows.scalars()}


def reactions_without_erased(
    tx: Transaction, network: str, reactions: Sequence[FetchedReaction]
) -> Sequence[FetchedReaction]:
    """Those of people who were erased are left out."""
    erased = erased_people(tx.connection, network, [(one.author.instance, one.author.stable_id) for one in reactions])
    return [one for one in reactions if (one.author.instance, one.author.stable_id) not in erased]


def _hashes(network: str, canonical: str, message: SafeMessage) -> tuple[str, str]:
    fetched = message.fetched
    return (
        of_message(network, canonical, fetched.kind_space, fetched.remote_id),
        of_identity(network, fetched.author.instance, fetched.author.stable_id),
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
