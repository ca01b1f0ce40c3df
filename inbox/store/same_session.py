"""`core.same_ports.SameWriting`: the part of `store/session.py` about one person with many handles."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.changes import Changes
from inbox.store import merging
from inbox.store.transaction import Transaction


class SameSession:
    _tx: Transaction

    def merge(self, one: int, other: int) -> Changes:
        merging.merge(self._tx, one, other)
        return self._tx.take()

    def part(self, leaving: Sequence[int]) -> Changes:
        merging.part(self._tx, leaving)
        return self._tx.take()

    def this_is_me(self, identity: int, mine: bool) -> Changes:
        merging.this_is_me(self._tx, identity, mine=mine)
        return self._tx.take()
