"""`core.segment_ports.SegmentWriting`: the part of `store/session.py` that is about segments of one's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.core.changes import Changes
from inbox.store import automation, own_segments
from inbox.store.transaction import Transaction


class SegmentSession:
    _tx: Transaction

    def add_segment(self, name: str, query: str) -> tuple[int, Changes]:
        return own_segments.add(self._tx, name, query), self._tx.take()

    def change_segment(self, segment: int, *, name: str | None = None, query: str | None = None) -> Changes:
        before = own_segments.get(self._tx.connection, segment).name
        own_segments.change(self._tx, segment, name=name, query=query)
        automation.follow_list(self._tx, before, own_segments.get(self._tx.connection, segment).name)
        return self._tx.take()

    def move_segment(self, segment: int, position: int) -> Changes:
        own_segments.move(self._tx, segment, position)
        return self._tx.take()

    def remove_segment(self, segment: int) -> Changes:
        name = own_segments.get(self._tx.connection, segment).name
        own_segments.remove(self._tx, segment)
        automation.say_who_misses(self._tx, name)
        return self._tx.take()

    def change_tags(self, people: Sequence[int], *, add: Collection[str], remove: Collection[str]) -> Changes:
        own_segments.change_tags(self._tx, people, add, remove)
        return self._tx.take()
