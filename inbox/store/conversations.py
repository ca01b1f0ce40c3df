"""Where each conversation stands: derived from its messages and acts (decision 9), and stored."""

from __future__ import annotations

from collections.abc import Collection

from inbox.core.changes import RowChange
from inbox.core.model import State
from inbox.store.transaction import Transaction


def refresh(tx: Transaction, touched: Collection[int]) -> tuple[RowChange, ...]:
    """Derive the state of these conversations anew, with counters. Called by `Transaction.take`."""
    return ()


def begins_to_wait(change: RowChange) -> bool:
    before, after = change.before, change.after
    return after is not None and after.state is State.WAITING and (before is None or before.state is not State.WAITING)
