"""`core.same_ports.SameWriting`: the part of `store/session.py` about one person with many handles."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.changes import Changes
from inbox.core.sameness import Answer
from inbox.store import merging, same_people
from inbox.store.transaction import Transaction


class SameSession:
    _tx: Transaction

    def merge(self, one: int, other: int, called: str = "") -> Changes:
        merging.merge(self._tx, one, other, called)
        return self._tx.take()

    def part(self, leaving: Sequence[int]) -> Changes:
        # Whoever parts them says so: it is not asked again.
        staying = merging.part(self._tx, leaving)
        same_people.answer(self._tx, leaving, staying, Answer.NO, "Parted")
        return self._tx.take()

    def answer_same(self, one: int, other: int, answer: Answer) -> Changes:
        merging.answer(self._tx, one, other, answer)
        return self._tx.take()

    def keep_links_back(self, identity: int, address: str, links: Sequence[str]) -> Changes:
        same_people.keep_look(self._tx, identity, address, links)
        return self._tx.take()

    def this_is_me(self, identity: int, mine: bool) -> Changes:
        merging.this_is_me(self._tx, identity, mine=mine)
        return self._tx.take()
