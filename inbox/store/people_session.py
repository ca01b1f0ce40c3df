"""`core.people_ports.PeopleWriting`: the part of `store/session.py` that is about people."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.changes import Changes
from inbox.store import people
from inbox.store.profile_session import ProfileSession
from inbox.store.standing_session import StandingSession
from inbox.store.transaction import Transaction


class PeopleSession(ProfileSession, StandingSession):
    _tx: Transaction

    def star(self, identity: int, starred: bool) -> Changes:
        people.star(self._tx, identity, starred=starred)
        return self._tx.take()

    def ignore(self, identity: int, ignored: bool) -> Changes:
        people.ignore(self._tx, identity, ignored=ignored)
        return self._tx.take()

    def add_note(self, identity: int, text: str) -> Changes:
        people.add_note(self._tx, identity, text)
        return self._tx.take()

    def edit_note(self, note: int, text: str) -> Changes:
        people.edit_note(self._tx, note, text)
        return self._tx.take()

    def set_tags(self, identity: int, tags: Sequence[str]) -> Changes:
        people.set_tags(self._tx, identity, tags)
        return self._tx.take()
