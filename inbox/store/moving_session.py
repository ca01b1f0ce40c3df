"""`core.moving_ports.MovingWriting`: the part of `store/session.py` that is about moving in and out."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.changes import Changes
from inbox.core.moving import Card, ImportState
from inbox.core.moving_ports import History, NewImport
from inbox.store import automation, contact_cards, imports
from inbox.store.transaction import Transaction


class MovingSession:
    _tx: Transaction

    def begin_import(self, new: NewImport) -> tuple[int, Changes]:
        return imports.begin(self._tx, new), self._tx.take()

    def take_history(self, run: int, history: History) -> Changes:
        imports.take(self._tx, run, history)
        automation.run(self._tx)
        return self._tx.take()

    def take_cards(self, run: int, cards: Sequence[Card]) -> Changes:
        contact_cards.take(self._tx, run, cards)
        return self._tx.take()

    def end_import(self, run: int, state: ImportState, sentence: str) -> Changes:
        imports.end(self._tx, run, state, sentence)
        return self._tx.take()
