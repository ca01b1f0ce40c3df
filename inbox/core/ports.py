"""The ports between services, store and interface. Services are given a `Store`, the interface a `Reading` only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol, TypeVar

from inbox.core.automation import DAYS, Rule, RulePiece
from inbox.core.changes import Changes
from inbox.core.fetched import Batch, SafeMessage
from inbox.core.joining import JoiningWriting
from inbox.core.manners_ports import MannersReading, MannersWriting
from inbox.core.model import (
    By,
    ConversationView,
    DeliveryState,
    DeliveryView,
    Draft,
    Found,
    Message,
    Moderation,
    Place,
    PlaceStatus,
    Purpose,
    Row,
    RowKey,
    Snooze,
    Sort,
    State,
    Step,
    Verb,
)
from inbox.core.moving_ports import MovingReading, MovingWriting
from inbox.core.people_ports import PeopleReading, PeopleWriting
from inbox.core.person import SearchHits
from inbox.core.same_ports import SameReading, SameWriting
from inbox.core.segment_ports import SegmentReading, SegmentWriting
from inbox.core.views import MOST, Count, DraftRow, HeldBack, PersonKey, SavedView, SearchValues, Split, SplitCount

T = TypeVar("T")


class Priority(IntEnum):
    """Order on the one writer thread; smaller first (decision 22)."""

    ACTS = 0
    OUTBOX = 1
    INTAKE = 2


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A batch whose messages were made safe."""

    batch: Batch
    messages: tuple[SafeMessage, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that was moved to SENDING (or is UNSURE and due for a look). Frozen bytes are durable by then."""

    id: int
    key: str
    verb: Verb
    purpose: Purpose
    place: Place
    text: str
    moderation: Moderation | None
    state: DeliveryState
    attempts: int
    looks: int
    queued_at: datetime
    first_try_at: datetime | None
    last_try_at: datetime | None
    frozen: bytes | None
    target_kind_space: str
    target_remote_id: str
    target_thread: str
    target_version: str
    target_author: tuple[str, str]
    target_state: str
    target_created_at: datetime
    target_raw: str
    claimed: frozenset[str]


class Reading(PeopleReading, SegmentReading, SameReading, MannersReading, MovingReading, Protocol):
    """Bounded questions; frozen answers. Never writes. Raises NotHere (a KeyError) for unknown ids."""

    def places(self) -> list[Place]: ...
    def place(self, place: int) -> Place: ...
    def known_people_waiting(self) -> int:
        """How many of those who wait have been answered before; 0 where so many wait that counting would take long."""

    def counts(self) -> dict[tuple[State, int], int]:
        """Conversations by (state, place id); place 0 is the sum over places. Maintained, not counted."""

    def keys(self, state: State, place: int = 0) -> list[RowKey]: ...
    def rows(self, ids: Sequence[int]) -> list[Row]:
        """In the order of `ids`; unknown ids are left out."""

    def page(
        self, state: State, sort: Sort, *, place: int = 0, after: RowKey | None = None, limit: int = 50
    ) -> list[Row]: ...
    def conversation(self, conversation: int) -> ConversationView: ...
    def message(self, message: int) -> Message: ...
    def outbox(self, *, settled: bool = False, limit: int = 200) -> list[DeliveryView]:
        """Newest first; `settled`: sent and cancelled ones too."""

    def outbox_open(self) -> int: ...
    def outbox_goes_on(self) -> datetime | None:
        """When the outbox has something to do next, in the past if now; None while it has nothing, or only for places
        that are paused or wait for a sign-in."""

    def delivery(self, delivery: int) -> DeliveryView: ...
    def draft(self, conversation: int) -> Draft | None: ...
    def drafts(self) -> list[Draft]: ...
    def drafts_page(self, *, limit: int = 200) -> list[DraftRow]:
        """The view Drafts, newest first."""

    def search(self, query: str, *, limit: int = 50) -> SearchHits: ...
    def setting(self, key: str, default: str = "") -> str: ...
    def undo_step(self) -> Step | None: ...
    def redo_step(self) -> Step | None: ...
    def undo_steps(self, limit: int = 100) -> list[Step]:
        """The newest steps that stand, mine and those of rules, newest first; each can be given to `undo`."""

    # views, splits, people; what takes a search belongs on a thread of its own
    def views(self) -> list[SavedView]:
        """In order."""

    def query_keys(self, query: str, state: State | None = None, place: int = 0, *, limit: int = MOST) -> list[RowKey]:
        """Conversations that the search finds, of one state and place or of all, newest first. Raises Refused."""

    def query_count(self, query: str, state: State | None = None, place: int = 0, *, most: int = MOST) -> Count: ...
    def splits(self, state: State | None = None, view: int = 0) -> list[Split]:
        """The parts of a state's view, or of a saved one; those that rules put conversations under come last."""

    def split_counts(self, state: State | None = None, place: int = 0, view: int = 0) -> list[SplitCount]:
        """Each part of `splits` with its count. A part whose search is no longer understood counts 0."""

    def person_keys(self, state: State, place: int = 0) -> list[PersonKey]:
        """One a person, newest first; with `place`, those of whom something stands there. All their conversations of
        that state, whatever the place."""

    def searches(self) -> list[str]:
        """What was searched for, newest first, at most 50."""

    def search_values(self) -> SearchValues: ...
    # rules
    def rules(self) -> list[Rule]:
        """In order."""

    def look_back(self, rule: Rule, below: int = 0, *, days: int = DAYS) -> RulePiece:
        """What it would have caught, among the newest messages below one (0: all). A piece of bounded size: go on with
        its `below`, on a thread of its own. Raises Refused for a rule that makes no sense."""

    def held_back(self) -> list[HeldBack]:
        """Deliveries that the ground moved under, oldest first, with what moved."""

    def handled_seconds(self, limit: int = 50) -> list[float]:
        """How long each of the conversations took that were handled last, newest first; pauses are left out."""

    def thanks_given(self, identity: int) -> list[str]:
        """Texts of earlier thank-yous to this person, newest first."""

    def open_deliveries(self, conversation: int) -> list[DeliveryView]: ...


class Writing(PeopleWriting, SegmentWriting, JoiningWriting, SameWriting, MannersWriting, MovingWriting, Protocol):
    """One open transaction on the writer.

    Every method returns the `Changes` it caused; acts are logged (decision 6).
    """

    @property
    def reading(self) -> Reading:
        """The same transaction, read."""

    # places
    def add_place(self, found: Found, *, waits_from: datetime | None) -> tuple[int, Changes]: ...
    def update_place(self, place: int, found: Found) -> Changes:
        """The same place with other rights (signed in, signed out), title or address."""

    def remove_place(self, place: int, *, forget: bool) -> Changes:
        """`forget`: it is hidden at once; what was gathered there goes with `forget_more`."""

    def catch_up(self) -> bool:
        """Some conversations of a place that was removed or added again stand as they are to; whether there are more
        to come."""

    def forget_more(self) -> int:
        """One slice of what is to be forgotten, or was read in and taken back. 0 when nothing is left of it, else
        about how many messages and entries an import has left, at least 1."""

    def set_waits_from(self, place: int, when: datetime | None) -> Changes: ...
    def note_sync(
        self, place: int, status: PlaceStatus, sentence: str, *, next_at: datetime | None, failures: int, done: bool
    ) -> Changes: ...
    def pause(self, place: int, paused: bool) -> Changes: ...
    def cursors(self, place: int) -> dict[str, str]: ...
    # intake
    def take_in(self, place: int, taken: TakenIn) -> Changes: ...
    # triage: acts; `batch` groups what one undo takes back
    def finish(self, ids: Sequence[int], *, by: By = By.ME) -> Changes: ...
    def reopen(self, ids: Sequence[int]) -> Changes: ...
    def snooze(self, ids: Sequence[int], until: Snooze) -> Changes: ...
    def wait_for_them(self, ids: Sequence[int], remind: Snooze | None = None) -> Changes:
        """`remind`: back on top then, unless they answer first. Raises Refused for a time that is over."""

    def mute(self, ids: Sequence[int], muted: bool) -> Changes: ...
    def mark_read(self, conversation: int) -> Changes:
        """All inbound messages of it; not an undoable step (read is not handled)."""

    def mark_unread(self, ids: Sequence[int]) -> Changes: ...
    def undo(self, batch: str = "") -> Changes:
        """Take back the batch ("" = the newest that is not taken back). Raises Refused saying what moved."""

    def redo(self) -> Changes: ...
    # views and rules: acts
    def add_view(self, name: str, query: str, *, key: int = 0) -> tuple[int, Changes]:
        """Last in order. A key 1-9 is taken from the view that had it. Raises Refused for no name, or a search that
        makes no sense."""

    def change_view(
        self, view: int, *, name: str | None = None, query: str | None = None, key: int | None = None
    ) -> Changes:
        """None leaves it as it is. Raises Refused as `add_view`, KeyError for an unknown view; so do the next two."""

    def move_view(self, view: int, position: int) -> Changes: ...
    def remove_view(self, view: int) -> Changes: ...
    def set_splits(self, splits: Sequence[Split], state: State | None = None, view: int = 0) -> Changes:
        """An empty list: the default ones again. Raises Refused for a search that makes no sense."""

    def add_rule(self, rule: Rule) -> tuple[int, Changes]:
        """Last in order, switched off unless `rule.on`. Raises Refused for one that makes no sense."""

    def change_rule(self, rule: Rule) -> Changes:
        """Name, conditions, actions, on or off, of `rule.id`. Raises Refused, KeyError."""

    def move_rule(self, rule: int, position: int) -> Changes: ...
    def remove_rule(self, rule: int) -> Changes: ...
    def apply_rule(self, rule: int, ids: Sequence[int], *, step: str = "") -> Changes:
        """To conversations that are here already (those of a preview), as a step of mine; `step`: go on with that one,
        by its batch. Raises KeyError for an unknown rule."""

    # drafts, searches and settings
    def note_search(self, query: str) -> Changes:
        """Remember what was searched for; the last 50, each once."""

    def forget_searches(self) -> Changes: ...
    def keep_draft(self, draft: Draft) -> Changes: ...
    def drop_draft(self, conversation: int) -> Changes: ...
    def set_setting(self, key: str, value: str) -> Changes: ...
    # outbox
    def queue_words(
        self,
        conversation: int,
        to: int,
        text: str,
        purpose: Purpose,
        *,
        not_before: datetime | None,
        then_done: bool = False,
        remind: Snooze | None = None,
    ) -> tuple[int, Changes]:
        """A reply or thank-you to message `to`; drops the draft; one transaction. Returns the delivery id.

        `remind`: it waits on them, and comes back then unless they answer first.
        """

    def queue_state(
        self, message: int, verb: Verb, moderation: Moderation | None, *, not_before: datetime | None
    ) -> tuple[int, Changes]:
        """Like, unlike or moderate; a queued opposite is cancelled instead, an equal one is kept."""

    def cancel_delivery(self, delivery: int) -> Changes:
        """From WAITING or NEEDS_YOU; the words go back to the draft. Raises Refused when it may be out already."""

    def release_all(self) -> Changes:
        """What waits only for the time it can be taken back may leave now (the person quits and wants it sent)."""

    def retry_delivery(self, delivery: int) -> Changes:
        """NEEDS_YOU -> WAITING with a new key: the person says it is not there."""

    def settle_by_hand(self, delivery: int) -> Changes:
        """NEEDS_YOU -> SENT: the person says it is there."""

    def due(self, now: datetime) -> list[int]:
        """Delivery ids to work on now.

        WAITING and due, one at a time a target in order of queueing; UNSURE and due for a look.
        """

    def next_due(self) -> datetime | None: ...
    def look_at(self, delivery: int) -> Claim | None:
        """The facts for `ground`, `prepare` or `reconcile`, without changing anything; None if it is no longer open."""

    def claim(self, delivery: int, frozen: bytes, now: datetime) -> Claim | None:
        """WAITING -> SENDING (or a repeat from UNSURE, with the bytes of the first attempt), durable.

        None: not ours any more.
        """

    def settle_sent(
        self, delivery: int, remote_id: str, url: str, sentence: str, message: SafeMessage | None
    ) -> Changes: ...
    def settle_waiting(self, delivery: int, reason: str, not_before: datetime, *, whole_place: bool = False) -> Changes:
        """Surely not sent (Unreachable, RateLimited, ABSENT with proof): WAITING again. `whole_place`: the others of
        that place wait as long."""

    def settle_unsure(self, delivery: int, reason: str, look_at: datetime, *, looked: bool = False) -> Changes:
        """`looked`: a look was made and found nothing; it is counted in `Claim.looks`."""

    def settle_needs_you(self, delivery: int, reason: str, *, until_signed_in: bool = False) -> Changes:
        """`until_signed_in`: refused before anything was sent; signing in at the place puts it back to WAITING."""

    def recover_sending(self, now: datetime, place: int | None = None) -> Changes:
        """At start, holding the lock: every SENDING is an orphan -> UNSURE. Or those of a place where nobody sends."""

    # upkeep
    def wake(self, now: datetime) -> Changes:
        """Snoozes that ended, worth that changes with time (`changes_at`): what is due, in a small batch."""


class Store(Protocol):
    def reading(self) -> AbstractContextManager[Reading]:
        """A read-only look of this thread: one consistent state while it is open."""

    def write(self, work: Callable[[Writing], T], priority: Priority = Priority.ACTS) -> T:
        """Run `work` in one transaction on the writer thread and wait. All or nothing. Raises StoreError."""

    def submit(
        self,
        work: Callable[[Writing], Changes],
        done: Callable[[Changes | Exception], None],
        priority: Priority = Priority.ACTS,
    ) -> None:
        """The same without waiting; `done` is called on the writer thread."""

    def on_changes(self, heard: Callable[[Changes], None]) -> None:
        """`heard` is called on the writer thread after every commit whose work returned (or carried) changes."""

    def backup(self, path: str) -> None: ...
    def check(self) -> list[str]:
        """Sentences about what is wrong with the file.

        Empty when integrity, foreign keys, counters and search agree.
        """

    def check_quickly(self, stop: Callable[[], bool]) -> list[str]:
        """Sentences about damage of the file, once at each start: seconds where it is large. When there is some,
        nothing more is written. Raises StoreError, also soon after `stop` is True."""

    def about(self) -> Mapping[str, str]:
        """{"sqlite": "3.53.4 (pysqlite3)", "file": path, "schema": "1", "messages": "84", ...}."""

    def close(self) -> None: ...


class Secrets(Protocol):
    """The system keychain, a place's values by name (`inbox/store/secrets.py`)."""

    def get(self, place: str, name: str) -> str | None: ...
    def put(self, place: str, name: str, value: str) -> None: ...
    def forget(self, place: str) -> None: ...
    @property
    def sentence(self) -> str:
        """ "" when the keychain works, else why secrets are kept in memory until quit."""
