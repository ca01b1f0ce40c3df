"""Threads about one thing at several places, shown as one (`store/thread_links.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.model import Can, Message


class Together(StrEnum):
    """What was said of two threads; of most nothing was."""

    JOINED = "joined"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class JoinedThread:
    """A thread that is shown together with the one at hand, and where the joint is."""

    thread: int
    link: int
    """What holds it, for `part_threads`: the joint nearest to the thread at hand."""
    title: str
    place: int
    place_title: str
    look: str
    can: Can
    """What can be done at that place."""
    url: str
    messages: tuple[Message, ...]
    """Its newest, oldest first."""
    conversation: int | None
    """The conversation there that something happened in last; None where only I wrote."""
    linked_by: str = ""
    """Whose message has the link that joined them."""
    linked_by_me: bool = False
    linking_message: int | None = None
    """None where they were joined by hand."""


class JoiningWriting(Protocol):
    """The part of the ports (`core/ports.py`) that is about threads across places."""

    def join_conversations(self, conversation: int, other: int) -> Changes:
        """Their threads are shown as one. Raises Refused where there is nothing to join, KeyError for unknown ids."""

    def say_same(self, message: int, first: int | None) -> Changes:
        """`message` repeats `first`, an earlier one of the same conversation: both are shown as one. None: it does
        not, and that is not asked again. Raises KeyError for unknown ids."""

    def part_threads(self, link: int) -> Changes:
        """`JoinedThread.link`. Raises KeyError for an unknown one."""
