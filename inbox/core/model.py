"""The values that travel between the rooms: frozen, without behaviour beyond reading themselves.

Instants are aware UTC datetimes. Local ids are integers of this machine only; message ids carry time and exceed 2**31.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag, StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from inbox.core.joining import JoinedThread

SafeHtml = NewType("SafeHtml", str)
"""HTML that came out of `rules/markup`; the only kind that intake accepts."""


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a message is, at its network."""

    COMMENT = "comment"
    REPLY = "reply"
    MENTION = "mention"
    MESSAGE = "message"
    EMAIL = "email"
    PINGBACK = "pingback"
    POST = "post"
    """Something they published, to nobody: kept once it was answered or liked from here, and never counted as written
    to me."""


class RemoteState(StrEnum):
    """How the message stands at its network. DELETED was seen to be deleted; GONE is no longer shown to us."""

    VISIBLE = "visible"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"
    DELETED = "deleted"
    GONE = "gone"


class Because(StrEnum):
    """Why a message is addressed to me."""

    ON_MY_POST = "on_my_post"
    REPLY_TO_ME = "reply_to_me"
    MENTION = "mention"
    DIRECT = "direct"


class State(StrEnum):
    """Where a conversation stands (decision 9); the names are those of the views and of `list --view`."""

    WAITING = "waiting"
    THEM = "them"
    SNOOZED = "snoozed"
    DONE = "done"
    QUIET = "quiet"
    EARLIER = "earlier"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    NEEDS_YOU = "needs_you"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What a delivery asks a network to do."""

    REPLY = "reply"
    LIKE = "like"
    UNLIKE = "unlike"
    MODERATE = "moderate"


class Purpose(StrEnum):
    """Why words are sent: a thank-you is a reply that is remembered as a thank-you."""

    REPLY = "reply"
    THANK = "thank"


class Moderation(StrEnum):
    APPROVE = "approve"
    HOLD = "hold"
    SPAM = "spam"
    TRASH = "trash"


class Stage(StrEnum):
    STRANGER = "stranger"
    ACQUAINTANCE = "acquaintance"
    REGULAR = "regular"
    FRIEND = "friend"
    CUSTOMER = "customer"


class By(StrEnum):
    """Who caused an act."""

    ME = "me"
    RULE = "rule"
    APP = "app"


class Sort(StrEnum):
    WORTH = "worth"
    NEWEST = "newest"
    OLDEST = "oldest"
    PERSON = "person"


class PlaceStatus(StrEnum):
    """The dot beside a place. LOOKING: a fetch is under way."""

    FINE = "fine"
    LOOKING = "looking"
    OFFLINE = "offline"
    NEEDS_YOU = "needs_you"
    FAILING = "failing"
    PAUSED = "paused"


class Can(IntFlag):
    """What a place can do; the interface draws itself from it."""

    NOTHING = 0
    READ = 1
    REPLY = 2
    LIKE = 4
    MODERATE = 8


# -------------------------------------------------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class Place:
    """One account, blog or feed that is listened to ("place" in the interface)."""

    id: int
    network: str
    canonical: str
    """Stable key with the network: canonical site, DID or mailbox, never the user."""
    address: str
    title: str
    look: str
    """The network it dresses as: `network` itself, but for sample places."""
    user: str = ""
    user_remote_id: str = ""
    can: Can = Can.READ
    status: PlaceStatus = PlaceStatus.FINE
    sentence: str = ""
    """What is wrong and what to do, or ""."""
    signed_in: bool = False
    paused: bool = False
    last_sync_at: datetime | None = None
    next_sync_at: datetime | None = None
    failures: int = 0
    first_fetch_done: bool = False
    waits_from: datetime | None = None
    """Older unanswered conversations are "Earlier, unanswered" (decision 10)."""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def is_archive(self) -> bool:
        """It was read in from a file: nothing is fetched there, and nothing can be sent."""
        return self.settings.get("archive") == "yes"


@dataclass(frozen=True, slots=True)
class Found:
    """What an address turned out to be, before it is added."""

    network: str
    canonical: str
    address: str
    title: str
    can: Can
    signed_in_as: str = ""
    user_remote_id: str = ""
    messages: int | None = None
    people: int | None = None
    people_is_floor: bool = False
    """True when more people than `people` may have written (only the newest pages were counted)."""
    ages_days: tuple[int, ...] = ()
    """Ages of the sampled messages in days, for "conversations of the last 30 days: 12"."""
    sentence: str = ""
    """What a sign-in would add, or what is odd about it; "" if nothing."""
    settings: dict[str, str] = field(default_factory=dict)


# ---------------------------------------------------------------------------------------------------- for showing


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a conversation's worth; `label` is short and shown as a chip."""

    code: str
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class RowKey:
    """What decides in which list, and where in it, a conversation stands."""

    id: int
    state: State
    place: int
    worth: int
    at: int
    """Microseconds since 1970 of its newest message."""
    name: str
    """For sorting: of the person, not of the handle."""
    person: int = 0
    wakes: int = 0
    """Microseconds since 1970: when it comes back, while it is snoozed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list."""

    id: int
    identity: int
    """Of the counterpart; 0 where there is none."""
    name: str
    """As they are named there."""
    avatar_url: str
    network: str
    """The network it looks like (badge)."""
    place: int
    place_title: str
    subject: str
    snippet: str
    kind: Kind
    state: State
    remote_state: RemoteState
    unread: bool
    starred: bool
    worth: int
    reasons: tuple[Reason, ...]
    at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    has_draft: bool
    sending: DeliveryState | None
    """State of the newest delivery that is not settled, if any."""
    came_back: str = ""
    """Why it is back on top: "snooze", "answered", "no_answer", "wrote_again", or ""; `reasons` has the chip for it."""
    remind_at: datetime | None = None
    """While it waits on them: when it comes back if they do not answer."""
    person: int = 0
    """Whose handle it is with: the same for all handles of one person; 0 where there is none."""
    person_name: str = ""

    @property
    def called(self) -> str:
        """As lists and the profile name the person, whichever handle this was written under."""
        return self.person_name or self.name


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    conversation: int | None
    place: int
    kind_space: str
    remote_id: str
    identity: int
    author: str
    avatar_url: str
    direction: Direction
    kind: Kind
    purpose: Purpose
    html: SafeHtml
    text: str
    notes: tuple[str, ...]
    images: tuple[tuple[str, str], ...]
    url: str
    parent: int | None
    created_at: datetime
    sort_at: datetime
    edited_at: datetime | None
    remote_state: RemoteState
    gone_at: datetime | None
    unread: bool
    liked: bool
    delivery: int | None = None
    """The delivery that carries it, for own words; None once it came from the network only."""
    delivery_state: DeliveryState | None = None
    delivery_reason: str = ""
    also: tuple[str, ...] = ()
    """Links of doubles that were joined into this one."""
    perhaps_same: int | None = None
    """An earlier message of theirs that says nearly the same: offered as the same, never joined by itself."""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation with its thread: `messages` are its own, `others` the rest of the thread (shown folded)."""

    row: Row
    thread: int
    thread_title: str
    url: str
    muted: bool
    can: Can
    as_whom: str
    messages: tuple[Message, ...]
    others: tuple[Message, ...]
    thread_count: int
    focus: int | None
    """Message that an answer would go to: the newest inbound one that is waiting, else the newest inbound."""
    joined: tuple[JoinedThread, ...] = ()
    """Threads about the same thing at other places, shown as one with it."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    id: int
    verb: Verb
    purpose: Purpose
    place: int
    place_title: str
    look: str
    conversation: int | None
    message: int | None
    """The message it is about (answered, liked, moderated)."""
    name: str
    subject: str
    text: str
    state: DeliveryState
    reason: str
    not_before: datetime | None
    attempts: int
    remote_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    conversation: int
    to: int | None
    purpose: Purpose
    text: str
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until a wall time in a zone ("tomorrow 9:00" follows the traveller) - `until` is that instant now."""

    wall: str
    zone: str
    until: datetime
    or_answer: bool = True
    """Or until they write, whichever comes first; False: only the time brings it back."""


@dataclass(frozen=True, slots=True)
class Step:
    """What undo or redo would do: the batch of acts and its name on screen."""

    batch: str
    label: str
    at: datetime
    by: By = By.ME
    """RULE: a rule did it; `label` has the rule's name."""
    moved: str = ""
    """In `undo_steps`: why it cannot be taken back as a whole any more, as a sentence; "" when it can."""
    name: str = ""
    """In `undo_steps`: whom it was about, the first of them; "" for a step that was about nobody."""
    title: str = ""
    """On what, where it was one conversation."""
    others: int = 0
    """How many more it was about."""
