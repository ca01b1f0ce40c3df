"""The part of the ports (`core/ports.py`) that is about one person with many handles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.person import IdentityView


class SameReading(Protocol):
    def claimed(self) -> list[IdentityView]:
        """Identities of which the person said "this is me", by name."""


class SameWriting(Protocol):
    def merge(self, one: int, other: int) -> Changes:
        """The people of these two identities are one from now on. Raises Refused where they are one, or one is me."""

    def part(self, leaving: Sequence[int]) -> Changes:
        """These identities of one person become a person of their own. Raises Refused where nobody stays, or where
        they are not of one person; KeyError for an unknown one."""

    def this_is_me(self, identity: int, mine: bool) -> Changes:
        """All identities of that person are me, or are not; what the network itself says stays. Raises Refused while
        words for them are on their way."""
