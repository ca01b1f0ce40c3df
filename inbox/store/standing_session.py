"""`core.standing_ports.StandingWriting`: the part of `store/session.py` about what follows for people."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.core.changes import Changes
from inbox.core.model import Stage
from inbox.core.relation import NewSale, TurnDown
from inbox.store import due, standing_acts
from inbox.store.transaction import Transaction


class StandingSession:
    _tx: Transaction

    def set_stage(self, identity: int, stage: Stage | None, sale: NewSale | None = None) -> Changes:
        standing_acts.set_stage(self._tx, identity, stage, sale)
        return self._tx.take()

    def turn_down(self, identity: int, what: str, how: TurnDown) -> Changes:
        standing_acts.turn_down(self._tx, identity, what, how)
        return self._tx.take()

    def suggest_again(self, identity: int) -> Changes:
        standing_acts.suggest_again(self._tx, identity)
        return self._tx.take()

    def set_counts(self, values: Mapping[str, int | None]) -> Changes:
        standing_acts.set_counts(self._tx, values)
        return self._tx.take()

    def count_more(self) -> float:
        done = due.go_on(self._tx)
        self._tx.take()
        return done
