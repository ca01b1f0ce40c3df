"""`core.manners_ports.MannersWriting`: the part of `store/session.py` that is about manners."""

from __future__ import annotations

from datetime import datetime

from inbox.core.changes import Changes
from inbox.core.consent import NewEntry
from inbox.store import consents, erasing, gifts, leaving_alone, promises
from inbox.store.transaction import Transaction


class MannersSession:
    _tx: Transaction

    def promise_to(
        self,
        identity: int,
        words: str,
        *,
        due: datetime | None = None,
        message: int | None = None,
        first: int | None = None,
    ) -> Changes:
        promises.make(self._tx, identity, words, due=due, message=message, first=first)
        return self._tx.take()

    def change_promise(self, promise: int, words: str, due: datetime | None) -> Changes:
        promises.change(self._tx, promise, words, due)
        return self._tx.take()

    def settle_promise(self, promise: int, *, kept: bool) -> Changes:
        promises.settle(self._tx, promise, kept=kept)
        return self._tx.take()

    def turn_down_promise(self, message: int, first: int) -> Changes:
        promises.turn_down(self._tx, message, first)
        return self._tx.take()

    def turn_down_stop(self, message: int) -> Changes:
        leaving_alone.turn_down(self._tx, message)
        return self._tx.take()

    def do_not_contact(self, identity: int, flagged: bool) -> Changes:
        leaving_alone.flag(self._tx, identity, flagged=flagged)
        return self._tx.take()

    def acknowledge(self, identity: int) -> Changes:
        gifts.acknowledge(self._tx, identity)
        return self._tx.take()

    def erase_person(self, identity: int, *, may_return: bool) -> Changes:
        erasing.erase(self._tx, identity, may_return=may_return)
        return self._tx.take()

    def note_consent(self, identity: int, entry: NewEntry) -> Changes:
        consents.note(self._tx, identity, entry)
        return self._tx.take()
