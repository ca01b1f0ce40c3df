"""The part of the ports (`core/ports.py`) that is about one person with many handles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.person import IdentityView
from inbox.core.sameness import Answer, Suggestion


class SameReading(Protocol):
    def same_as(self, identity: int, *, limit: int = 3) -> list[Suggestion]:
        """Who else may be this person, with what speaks for it, strongest first; answered ones are left out."""

    def same_people(self, *, limit: int = 100) -> list[Suggestion]:
        """All such suggestions that are open. Looks through everybody: on a thread of its own."""

    def claimed(self) -> list[IdentityView]:
        """Identities of which the person said "this is me", by name."""


class SameWriting(Protocol):
    def merge(self, one: int, other: int, called: str = "") -> Changes:
        """The people of these two identities are one from now on, called so if it is said. Raises Refused where they
        are one, or one is me."""

    def part(self, leaving: Sequence[int]) -> Changes:
        """These identities of one person become a person of their own. Raises Refused where nobody stays, or where
        they are not of one person; KeyError for an unknown one."""

    def answer_same(self, one: int, other: int, answer: Answer) -> Changes:
        """No, or not sure, whether these two are one person. Raises Refused where they are one already."""

    def keep_links_back(self, identity: int, address: str, links: Sequence[str]) -> Changes:
        """Where the website at `address` was found to link to with rel=me: a clue from now on. Not an act."""

    def this_is_me(self, identity: int, mine: bool) -> Changes:
        """All identities of that person are me, or are not; what the network itself says stays. Raises Refused while
        words for them are on their way."""
