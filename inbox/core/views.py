"""What lists are made of besides the built-in states: saved searches, splits, one row a person, drafts, what is held
back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.core.model import DeliveryView, Purpose, Row, State

MOST = 500
"""A search that is a view is counted and listed up to so many; beyond it says "500+" (decision 27)."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A search that was saved: `position` from 0, `key` 1-9 or 0 for none."""

    id: int
    uuid: str
    name: str
    query: str
    position: int
    key: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a view: whatever of it the query finds; "" is all of it."""

    name: str
    query: str


SPLITS_OF = "splits:"
"""Settings that begin so are the parts of a view."""
MOST_SPLITS = 12
"""Of one view, All among them."""
DEFAULT_SPLITS = (
    Split("All", ""),
    Split("Questions", "is:question"),
    Split("First time", "is:first"),
    Split("Starred", "is:starred"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """`str` is what is shown: "12", "500+"."""

    n: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.n}+" if self.more else str(self.n)


@dataclass(frozen=True, slots=True)
class SplitCount:
    split: Split
    count: Count


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One row a person: `conversations` are all that stand in this state, on every network, newest first."""

    person: int
    """The smallest identity id of the person, as `PersonView.id`."""
    name: str
    """For sorting."""
    state: State
    worth: int
    """The highest of its conversations."""
    at: int
    """Microseconds since 1970 of the newest message of all."""
    conversations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of the view Drafts: what was begun, to whom, and in which conversation."""

    conversation: int
    identity: int
    name: str
    avatar_url: str
    network: str
    """The network it looks like (badge)."""
    place: int
    place_title: str
    subject: str
    purpose: Purpose
    text: str
    at: datetime
    """When it was last changed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of theirs that came, or changed, after an answer was queued."""

    message: int
    author: str
    snippet: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A delivery under which the ground moved: it needs the person before anything is sent.

    `delivery.reason` says why; `since` is what was heard in the conversation after it was queued, oldest first;
    `answered` is the newest answer that was given elsewhere meanwhile; `is_edited` and `is_gone` are about the message
    it answers. Decide with `retry_delivery` (send all the same) or `cancel_delivery` (the words go back to the draft).
    """

    delivery: DeliveryView
    row: Row | None
    since: tuple[Heard, ...] = ()
    answered: Heard | None = None
    is_edited: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class SearchValues:
    """What the operators of a search can be given here, for completion (`rules/search_words.complete`)."""

    networks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    """What lists of people are called, for rules."""
