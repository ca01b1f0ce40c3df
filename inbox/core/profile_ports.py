"""The part of the ports (`core/ports.py`) that is about a person's profile and history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.core.between_us import BetweenUs
from inbox.core.changes import Changes
from inbox.core.person import HistoryEntry
from inbox.core.profile import Contact, LineKey, Profile, Sought


class ProfileReading(Protocol):
    def profile(self, identity: int) -> Profile: ...

    def keeps_pictures(self) -> frozenset[int]:
        """Identities of people whose pictures are loaded without asking."""

    def contact(self, contact: int) -> Contact: ...
    def between_us(self, identity: int) -> BetweenUs:
        """All that was said and done, for one page that is given to that person. On a thread of its own."""

    def message_named(self, place: int, kind_space: str, remote_id: str) -> tuple[int, int] | None:
        """(conversation, message) of what the network calls so; None where it is not here."""

    def history_keys(self, identity: int, sought: Sought, *, limit: int = 0) -> list[LineKey]:
        """Lines of the history, newest first; 0: all of them. Long histories, and words, on a thread of their own."""

    def history_lines(self, keys: Sequence[LineKey]) -> list[HistoryEntry]:
        """In the order of `keys`; what is gone is left out."""


class ProfileWriting(Protocol):
    """Acts, each a step that undo takes back. `identity` stands for the person it belongs to."""

    def set_field(self, identity: int, name: str, value: str) -> Changes:
        """A field of one's own; no value takes it away. Raises Refused for a value that makes no sense."""

    def set_intention(self, identity: int, words: str) -> Changes: ...
    def call(self, identity: int, name: str) -> Changes:
        """What they are called here, on all their handles; "" for the names they call themselves."""

    def set_zone(self, identity: int, zone: str) -> Changes:
        """An IANA name; "" to go by what is known again. Raises Refused for a zone nobody knows."""

    def keep_pictures(self, identity: int, keeps: bool) -> Changes:
        """Whether pictures of theirs are loaded without asking."""

    def log_contact(self, identity: int, contact: Contact) -> Changes:
        """A conversation elsewhere. Raises Refused for a time to come."""

    def change_contact(self, contact: Contact) -> Changes: ...
    def remove_contact(self, contact: int) -> Changes: ...
    def introduce(self, identity: int, by: int, words: str, at: datetime | None = None) -> Changes:
        """`by` introduced `identity` to me. Raises Refused where both are one person, or it is known."""

    def thank_introducer(self, introduction: int, thanked: bool) -> Changes: ...
    def remove_introduction(self, introduction: int) -> Changes: ...
