"""The part of the ports (`core/ports.py`) that is about people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.person import HistoryEntry, PersonView
from inbox.core.profile_ports import ProfileReading, ProfileWriting
from inbox.core.standing_ports import StandingReading, StandingWriting


class PeopleReading(ProfileReading, StandingReading, Protocol):
    def person(self, identity: int) -> PersonView: ...
    def people(self, *, after: str = "", limit: int = 200) -> list[PersonView]:
        """By name, without notes and answering times; `after` is `str(id)` of the last person seen."""

    def history(self, identity: int, *, limit: int = 200, before: datetime | None = None) -> list[HistoryEntry]: ...


class PeopleWriting(ProfileWriting, StandingWriting, Protocol):
    def star(self, identity: int, starred: bool) -> Changes: ...
    def ignore(self, identity: int, ignored: bool) -> Changes: ...
    def add_note(self, identity: int, text: str) -> Changes: ...
    def edit_note(self, note: int, text: str) -> Changes:
        """An empty text removes it."""

    def set_tags(self, identity: int, tags: Sequence[str]) -> Changes: ...
