"""`core.profile_ports.ProfileWriting`: the part of `store/session.py` that is about a profile."""

from __future__ import annotations

from datetime import datetime

from inbox.core.changes import Changes
from inbox.core.profile import Contact
from inbox.store import people, profiles
from inbox.store.transaction import Transaction


class ProfileSession:
    _tx: Transaction

    def set_field(self, identity: int, name: str, value: str) -> Changes:
        profiles.set_field(self._tx, identity, name, value)
        return self._tx.take()

    def set_intention(self, identity: int, words: str) -> Changes:
        profiles.set_intention(self._tx, identity, words)
        return self._tx.take()

    def call(self, identity: int, name: str) -> Changes:
        people.call(self._tx, identity, name)
        return self._tx.take()

    def set_zone(self, identity: int, zone: str) -> Changes:
        profiles.set_zone(self._tx, identity, zone)
        return self._tx.take()

    def keep_pictures(self, identity: int, keeps: bool) -> Changes:
        people.keep_pictures(self._tx, identity, keeps=keeps)
        return self._tx.take()

    def log_contact(self, identity: int, contact: Contact) -> Changes:
        profiles.log_contact(self._tx, identity, contact)
        return self._tx.take()

    def change_contact(self, contact: Contact) -> Changes:
        profiles.change_contact(self._tx, contact)
        return self._tx.take()

    def remove_contact(self, contact: int) -> Changes:
        profiles.remove_contact(self._tx, contact)
        return self._tx.take()

    def introduce(self, identity: int, by: int, words: str, at: datetime | None = None) -> Changes:
        profiles.introduce(self._tx, identity, by, words, at)
        return self._tx.take()

    def thank_introducer(self, introduction: int, thanked: bool) -> Changes:
        profiles.thank_introducer(self._tx, introduction, thanked=thanked)
        return self._tx.take()

    def remove_introduction(self, introduction: int) -> Changes:
        profiles.remove_introduction(self._tx, introduction)
        return self._tx.take()
