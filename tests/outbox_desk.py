"""A real store with one place and people who wrote there, and a network whose every answer a test decides."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from inbox.core.changes import Changes
from inbox.core.errors import NetworkError, OutcomeUnknown
from inbox.core.fetched import Batch, FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Can, DeliveryState, DeliveryView, Found, Kind, Place, RemoteState, Verb
from inbox.core.ports import Store
from inbox.networks.api import (
    Declaration,
    Ground,
    Op,
    Receipt,
    Reconciled,
    Retry,
    Safety,
    TextLimit,
    Unit,
    Verdict,
)
from inbox.services import delivery, replies, sync
from inbox.store.writer import open_store
from tests.clocks import FrozenClock

WAITING, UNSURE, SENT, NEEDS_YOU, CANCELLED = (
    DeliveryState.WAITING,
    DeliveryState.UNSURE,
    DeliveryState.SENT,
    DeliveryState.NEEDS_YOU,
    DeliveryState.CANCELLED,
)
SETTLE_S = 30.0
ABSENT = Reconciled(Verdict.ABSENT)
CANNOT_TELL = Reconciled(Verdict.CANNOT_TELL)


class Network:
    """Sessions and their one session: what it says next is put into `sends`, `looks`, `grounds`; without, all is well.

    `sent` are the bytes that left, `asked` the names of all calls in order.
    """

    def __init__(self) -> None:
        self.rule = Retry(Safety.DUPLICATE_ERROR, SETTLE_S)
        self.sends: deque[Receipt | NetworkError] = deque()
        self.looks: deque[Reconciled | NetworkError] = deque()
        self.grounds: deque[Ground | NetworkError] = deque()
        self.opens: deque[NetworkError] = deque()
        self.sent: list[tuple[str, bytes]] = []
        self.asked: list[str] = []
        self.ops: list[Op] = []
        self.while_sending: Callable[[], None] = lambda: None

    def __call__(self, place: Place) -> Network:
        if self.opens:
            raise self.opens.popleft()
        return self

    def retry_rule(self, place: Place, verb: Verb) -> Retry:
        return self.rule

    def prepare(self, op: Op) -> bytes:
        self.asked.append("prepare")
        return f"{op.verb} {op.target.remote_id} {op.text} {op.key}".encode()

    def ground(self, op: Op) -> Ground:
        self.asked.append("ground")
        self.ops.append(op)
        said = self.grounds.popleft() if self.grounds else Ground(RemoteState.VISIBLE, op.target.version)
        return _said(said)

    def send(self, op: Op, frozen: bytes) -> Receipt:
        self.asked.append("send")
        self.ops.append(op)
        self.sent.append((op.key, frozen))
        self.while_sending()
        return _said(self.sends.popleft() if self.sends else Receipt(f"n{len(self.sent)}", "https://there.example/1"))

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        self.asked.append("look")
        self.ops.append(op)
        return _said(self.looks.popleft() if self.looks else ABSENT)

    def who_am_i(self) -> Any:
        raise AssertionError("nobody asks here")

    def fetch(self, cursors: Any, *, fully: bool = False) -> Iterator[Batch]:
        return iter(())

    def close(self) -> None:
        """Nothing is open."""


def _said(answer: Any) -> Any:
    if isinstance(answer, NetworkError):
        raise answer
    return answer


DECLARED = Declaration(
    id="paper",
    title="Paper",
    place_word="page",
    reads="Comments.",
    writes="Answers.",
    can=Can.READ | Can.REPLY | Can.LIKE | Can.MODERATE,
    sign_in=(),
    limit=TextLimit(200, Unit.CHARACTERS),
    retries={},
)
FOUND = Found(
    network="paper",
    canonical="paper.example",
    address="https://paper.example",
    title="The Paper",
    can=DECLARED.can,
    signed_in_as="robin",
    user_remote_id="7",
)
ME = FetchedIdentity(instance="paper.example", stable_id="7", name="Robin", is_me=True)


@dataclass
class Rules:
    """`services.replies.Rules`."""

    declared: Declaration = DECLARED

    def declaration(self, network: str) -> Declaration:
        return self.declared


@dataclass
class Desk:
    store: Store
    clock: FrozenClock
    network: Network
    place: int
    folder: Path
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    def comes_in(self, *messages: FetchedMessage, place: int = 0) -> Changes:
        return sync.take_in(self.store, place or self.place, Batch("news", messages=messages, cursor="1"))

    def somebody_writes(self, name: str = "Ann", text: str = "Is rye hard?", **more: Any) -> tuple[int, int]:
        """(conversation, message)."""
        message = theirs(self.clock.now(), name, text, **more)
        self.comes_in(message)
        return self.where_is(message.remote_id)

    def where_is(self, remote_id: str) -> tuple[int, int]:
        with self.store.reading() as reading:
            for state, place in reading.counts():
                for key in reading.keys(state, place) if place else ():
                    for message in reading.conversation(key.id).messages:
                        if message.remote_id == remote_id:
                            return key.id, message.id
        raise AssertionError(f"{remote_id} is not shown")

    def answers(self, conversation: int, text: str = "No, try it.", **more: Any) -> int:
        queued, _ = replies.reply(self.store, conversation, text, rules=Rules(), **more)
        return queued

    def delivers(self) -> Changes:
        return delivery.deliver_due(self.store, self.network, self.clock, self.place, dice=self.dice)

    def settles(self, seconds: float = SETTLE_S) -> Changes:
        """Time passes, then what is due is worked on."""
        self.clock.pass_time(timedelta(seconds=seconds))
        return self.delivers()

    def gets_lost(self, sentence: str = "No clear answer came.") -> None:
        """The next send ends without a clear answer."""
        self.network.sends.append(OutcomeUnknown(sentence))

    def view(self, queued: int) -> DeliveryView:
        with self.store.reading() as reading:
            return reading.delivery(queued)

    def state(self, queued: int) -> DeliveryState:
        return self.view(queued).state

    def own_words(self, conversation: int) -> list[tuple[str, str]]:
        """(text, remote id, "local:..." as "local") of own messages shown there."""
        with self.store.reading() as reading:
            shown = reading.conversation(conversation).messages
            return [
                (each.text, "local" if each.remote_id.startswith("local:") else each.remote_id)
                for each in shown
                if each.direction == "out"
            ]

    def draft(self, conversation: int) -> str:
        with self.store.reading() as reading:
            draft = reading.draft(conversation)
            return draft.text if draft is not None else ""

    def place_now(self) -> Place:
        with self.store.reading() as reading:
            return reading.place(self.place)

    def says_wrong(self) -> list[str]:
        return self.store.check()


def theirs(at: datetime, name: str, text: str, *, remote_id: str = "", **more: Any) -> FetchedMessage:
    made = FetchedMessage(
        kind_space="comment",
        remote_id=remote_id or f"c-{name}-{abs(hash((text, at))) % 10**9}",
        thread=FetchedThread("post-1", "Rye", "https://paper.example/rye"),
        author=FetchedIdentity(instance="paper.example", stable_id=name.casefold(), name=name),
        kind=Kind.COMMENT,
        html=text,
        text=text,
        created_at=at,
        version="1",
        addressed=frozenset({Because.ON_MY_POST}),
    )
    return replace(made, **more)


def mine(at: datetime, text: str, parent: str, remote_id: str = "n77", **more: Any) -> FetchedMessage:
    """My words as the network shows them."""
    return theirs(at, "Robin", text, remote_id=remote_id, author=ME, parent=parent, addressed=frozenset(), **more)


@contextmanager
def desk_in(folder: Path, clock: FrozenClock | None = None) -> Iterator[Desk]:
    """Opened again in the same folder, it is the same desk after a restart."""
    clock = clock or FrozenClock()
    store = open_store(folder, clock)
    try:
        place, _ = store.write(lambda write: write.add_place(FOUND, waits_from=None))
        yield Desk(store, clock, Network(), place, folder)
    finally:
        store.close()
