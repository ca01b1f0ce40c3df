"""Who somebody is and what has passed between you, as it is shown; and what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.core.model import Direction, Kind, Purpose, Row, Stage
from inbox.core.profile import What


@dataclass(frozen=True, slots=True)
class IdentityView:
    id: int
    network: str
    look: str
    instance: str
    stable_id: str
    handle: str
    name: str
    avatar_url: str
    profile_url: str
    site_url: str
    email: str
    email_is_claim: bool
    messages_in: int
    messages_out: int


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    identity: int
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person: the union of identities. `id` is the smallest identity id of the set."""

    id: int
    name: str
    avatar_url: str
    starred: bool
    ignored: bool
    stage: Stage
    tags: tuple[str, ...]
    identities: tuple[IdentityView, ...]
    messages_in: int
    messages_out: int
    first_seen: datetime | None
    last_seen: datetime | None
    last_thanked: datetime | None
    answers_in_s: float | None
    """Median seconds until I answered, over answered messages; None below two."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of what has passed between a person and me, newest first."""

    at: datetime
    direction: Direction
    kind: Kind
    purpose: Purpose
    look: str
    title: str
    snippet: str
    conversation: int | None
    message: int
    """0 where the line is about none."""
    what: What = What.WROTE
    verb: str = ""
    """What there is of a line that is no message: how (a contact, a reaction), the state (a promise, consent)."""
    minutes: int | None = None
    id: int = 0
    """Of the line, among those of its kind (`LineKey.id`)."""

    @property
    def can_open(self) -> bool:
        """There is something behind it: a conversation, a note, what was written down."""
        return self.conversation is not None or self.what in (What.CONTACT, What.NOTE)


@dataclass(frozen=True, slots=True)
class SearchHits:
    people: tuple[PersonView, ...]
    conversations: tuple[Row, ...]
    messages: tuple[int, ...]
    """Message ids that matched, newest first, as many as conversations show."""
    more: bool = False
    is_asked: bool = True
    """False while nothing is asked for yet: "is:", one letter."""
