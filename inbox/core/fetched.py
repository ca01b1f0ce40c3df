"""What a network hands over, before and after its HTML was made safe: frozen, and not yet in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.core.model import Because, Kind, RemoteState, SafeHtml


@dataclass(frozen=True, slots=True)
class FetchedIdentity:
    """Somebody as one network shows them. (network, instance, stable_id) is the stable key, never the handle."""

    instance: str
    stable_id: str
    name: str
    handle: str = ""
    avatar_url: str = ""
    profile_url: str = ""
    site_url: str = ""
    bio: str = ""
    email: str = ""
    email_is_claim: bool = True
    email_hash: str = ""
    is_me: bool = False
    is_bot: bool = False
    utc_offset: int | None = None
    """Minutes east of UTC that the time of their words carried, where a network tells it; evidence of their zone."""
    links: tuple[str, ...] = ()
    """Addresses in the fields of their profile."""
    verified_links: tuple[str, ...] = ()
    """Those of them that the network itself found to link back (rel=me)."""
    moved_to: str = ""
    """The address of the profile that they moved to."""


@dataclass(frozen=True, slots=True)
class FetchedThread:
    """Everything under one root: a post with its comments. `root` is unique within the place."""

    root: str
    title: str = ""
    url: str = ""
    mine: bool = True


@dataclass(frozen=True, slots=True)
class FetchedMessage:
    """One thing somebody wrote, before intake. `html` is as the network gave it, `text` its source where there is one.

    `parent` is the remote id of the message it answers, in the same kind space. `version` changes when the words do.
    """

    kind_space: str
    remote_id: str
    thread: FetchedThread
    author: FetchedIdentity
    kind: Kind
    html: str
    created_at: datetime
    text: str = ""
    received_at: datetime | None = None
    parent: str = ""
    url: str = ""
    remote_state: RemoteState = RemoteState.VISIBLE
    addressed: frozenset[Because] = frozenset()
    edited_at: datetime | None = None
    version: str = ""
    raw: str = ""
    to: FetchedIdentity | None = None
    """Whom words of mine are to, where what they answer is not known: a recipient."""


@dataclass(frozen=True, slots=True)
class FetchedReaction:
    """A like, boost or follow. `target` is the remote id of the message, or "" for a follow."""

    kind_space: str
    remote_id: str
    author: FetchedIdentity
    kind: str
    target: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sweep:
    """A complete look at a stretch of time.

    What intake knows with since <= created_at < until and was not seen is GONE.
    """

    kind_space: str
    since: datetime
    until: datetime
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Batch:
    """One page of news. The cursor of `stream` moves in the transaction that takes the batch in; None leaves it."""

    stream: str
    messages: tuple[FetchedMessage, ...] = ()
    reactions: tuple[FetchedReaction, ...] = ()
    deleted: tuple[tuple[str, str], ...] = ()
    """(kind space, remote id) of messages the network says are deleted."""
    sweep: Sweep | None = None
    cursor: str | None = None
    first_fetch_done: bool = False
    """True on the last batch of the first complete fetch of this place."""


@dataclass(frozen=True, slots=True)
class SafeMessage:
    """A fetched message whose HTML was made safe by `services/sync`.

    `html` is "" where it says no more than `text`; `spoken` is what they say themselves: no quotes, code, link titles.
    """

    fetched: FetchedMessage
    html: SafeHtml
    text: str
    notes: tuple[str, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    """(address, alternative text) of pictures, in order; loaded only when asked."""
    spoken: str = ""
