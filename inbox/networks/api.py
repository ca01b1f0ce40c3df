"""What a network declares and what its client offers. A network raises only the five errors of `NetworkError`.

A network package has, in `__init__.py`, `NETWORK = Declaration(...)` (light: no client import), in `client.py` the two
functions of `Client`, in `reading.py` pure functions from their JSON to our values, and `icon.svg`, its badge.
It never sees the database, Qt, a thread or the clock (times come in through `Surroundings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from inbox.core.fetched import Batch, FetchedMessage
from inbox.core.lately import Posted
from inbox.core.model import Can, Found, Moderation, Place, Purpose, RemoteState, Verb


class Safety(StrEnum):
    """What makes a second attempt safe after an unknown outcome (decision 17)."""

    REPEATABLE = "repeatable"
    """Setting a state: repeating is harmless."""
    KEYED = "keyed"
    """The server absorbs a second copy with the same key, for `key_life_s` seconds."""
    DUPLICATE_ERROR = "duplicate_error"
    """The server refuses the same words again: after `settle_s` look, then repeat; 'duplicate' means it is there."""
    READ_BACK = "read_back"
    """Only a look at our own items tells; not found twice -> the person is asked."""
    BLIND = "blind"
    """Nothing tells: the person is asked."""


@dataclass(frozen=True, slots=True)
class Retry:
    safety: Safety
    settle_s: float = 60.0
    """How long the server may still be acting after we lost it."""
    absence_is_proof: bool = False
    key_life_s: float = 0.0


class Unit(StrEnum):
    CHARACTERS = "characters"
    BYTES = "bytes"
    GRAPHEMES = "graphemes"


@dataclass(frozen=True, slots=True)
class TextLimit:
    most: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a sign-in form. `secret` values go to the keychain only."""

    name: str
    label: str
    secret: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    id: str
    title: str
    place_word: str
    """What one of its places is called: "blog", "account", "mailbox"."""
    reads: str
    """One sentence: what is read, and what needs a sign-in."""
    writes: str
    can: Can
    sign_in: tuple[Field, ...]
    limit: TextLimit
    retries: Mapping[Verb, Retry]
    without: Mapping[Verb, str] = field(default_factory=dict)
    """Why a verb is missing, as a sentence: {LIKE: "WordPress has no likes."}."""
    lately: tuple[str, ...] = ()
    """How the stable ids of people begin whose last public posts can be looked at (`ShowsLately`); none: of nobody."""
    sync_every_s: float = 300.0
    tested_against: str = ""
    hidden: bool = False
    """True for the sample network: not offered in the welcome page."""


class SecretSlot(Protocol):
    """The secrets of one place. A rotated token is stored before it is used."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a client may know of the world. `stop()` is True when the work is to end early (quit, place removed)."""

    now: Callable[[], datetime]
    stop: Callable[[], bool]
    log: Callable[[str, str, str, int, int, float], None]
    """(method, host, endpoint template, status, bytes, milliseconds): the network log; never a query or a body."""
    local_allowed: bool = False
    """The typed address is loopback or private by the person's own choice (decision 32)."""
    folder: str = ""
    """The profile's folder: only the sample network keeps its fake server there."""


@dataclass(frozen=True, slots=True)
class Target:
    """The message an act is about, as it was known when the act was queued."""

    kind_space: str
    remote_id: str
    thread_root: str
    version: str
    author_instance: str
    author_stable_id: str
    remote_state: RemoteState
    created_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the network keeps in `FetchedMessage.raw` and needs again."""


@dataclass(frozen=True, slots=True)
class Op:
    """One queued act, as a network sees it. `key` was made when it was queued and never changes."""

    key: str
    verb: Verb
    place: Place
    target: Target
    text: str = ""
    purpose: Purpose = Purpose.REPLY
    moderation: Moderation | None = None
    queued_at: datetime | None = None
    first_try_at: datetime | None = None
    attempts: int = 0
    claimed: frozenset[str] = frozenset()
    """Remote ids of own messages that belong to other deliveries or were known before this one was first tried."""


@dataclass(frozen=True, slots=True)
class Ground:
    """How things stand just before sending. `news` are messages seen on the way; they are taken in."""

    target_state: RemoteState
    target_version: str
    they_wrote_again: bool = False
    answered_elsewhere: bool = False
    news: tuple[FetchedMessage, ...] = ()
    closed: str = ""
    """A sentence when answers are no longer accepted there."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The act stands at the network. `message` is the own message as the network shows it, to be recognised."""

    remote_id: str
    url: str = ""
    message: FetchedMessage | None = None
    sentence: str = ""
    """What the person should know ("waits for moderation at the blog")."""


class Verdict(StrEnum):
    FOUND = "found"
    ABSENT = "absent"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Reconciled:
    verdict: Verdict
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class WhoAmI:
    remote_id: str
    name: str
    can: Can
    sentence: str = ""


class NetworkSession(Protocol):
    """One place, opened. Used by one thread at a time; every method may raise the five `NetworkError`s."""

    def who_am_i(self) -> WhoAmI:
        """Check the sign-in. Raises SignInNeeded with one sentence that says which part is wrong."""

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        """News since `cursors`, oldest first, and the follow-up sweeps that are due; `fully` sweeps everything."""

    def prepare(self, op: Op) -> bytes:
        """The exact bytes of the request, frozen before the first attempt: method, address, body; no secrets."""

    def ground(self, op: Op) -> Ground: ...

    def send(self, op: Op, frozen: bytes) -> Receipt: ...

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        """Look whether an act of unknown outcome stands there. Never sends."""

    def close(self) -> None: ...


@runtime_checkable
class ShowsLately(Protocol):
    """A session of a network that shows what somebody posted last."""

    def lately(self, instance: str, stable_id: str, most: int) -> Sequence[Posted]:
        """Public posts of this identity, newest first; fetched because somebody asks, kept nowhere. May raise the five
        `NetworkError`s."""


class Client(Protocol):
    """The two functions of a network's `client` module."""

    def find(self, address: str, fields: Mapping[str, str], around: Surroundings) -> Found:
        """What `address` is. Raises Rejected with one sentence when it is not of this network."""

    def open_place(self, place: Place, secrets: SecretSlot, around: Surroundings) -> NetworkSession: ...
