"""Lifelike values for the panes: people in several scripts, their rows, messages, conversations and profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast
from zlib import crc32

from inbox.core.changes import RowChange
from inbox.core.clock import to_micros
from inbox.core.consent import ConsentView
from inbox.core.model import (
    Can,
    ConversationView,
    DeliveryState,
    DeliveryView,
    Direction,
    Kind,
    Message,
    Purpose,
    Reason,
    RemoteState,
    Row,
    RowKey,
    SafeHtml,
    Stage,
    State,
    Verb,
)
from inbox.core.person import HistoryEntry, IdentityView, Note, PersonView
from inbox.core.ports import Reading
from inbox.core.profile import Profile
from inbox.core.relation import Relation
from inbox.ui.faces import Dress, Faces
from inbox.ui.look.paint import Badge

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
LARGE = 7_660_000_000  # ids carry time and exceed 2**31
EVERYTHING = Can.READ | Can.REPLY | Can.LIKE | Can.MODERATE

QUESTION = Reason("question", "Asks a question", 30)
FIRST_TIME = Reason("first_time", "First time here", 15)
STARRED = Reason("starred", "Starred", 25)
AGE = Reason("age", "Waiting 3 d", 15)

DRESSES = {
    "wordpress": Dress("WordPress", "blog", Badge("quote", "#3a6ea5")),
    "mastodon": Dress("Mastodon", "account", Badge("globe", "#6a5acd")),
    "mail": Dress("E-mail", "mailbox", Badge("mail", "#8a6d3b")),
}


def now() -> datetime:
    return NOW


def faces() -> Faces:
    return Faces(lambda network: DRESSES.get(network, Dress(network.title() or "Place")))


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def key(
    id: int, *, state: State = State.WAITING, place: int = 1, worth: int = 0, at: int = 0, name: str = ""
) -> RowKey:
    return RowKey(id, state, place, worth, at, name)


def change(id: int, after: RowKey | None, before: RowKey | None = None) -> RowChange:
    return RowChange(id, before, after)


def row(id: int = 1, name: str = "Amara Okafor", snippet: str = "How do you keep track?", **other: object) -> Row:
    plain = Row(
        id=id, identity=id, name=name, avatar_url="", network="wordpress", place=1, place_title="The Slow Oven",
        subject="Why we stopped buying ads", snippet=snippet, kind=Kind.COMMENT, state=State.WAITING,
        remote_state=RemoteState.VISIBLE, unread=False, starred=False, worth=0, reasons=(), at=ago(hours=2),
        waiting_since=ago(hours=2), snoozed_until=None, has_draft=False, sending=None,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def key_of(row: Row) -> RowKey:
    return RowKey(row.id, row.state, row.place, row.worth, to_micros(row.at), row.name)


_ids = count(LARGE)


def message(author: str = "Amara Okafor", text: str = "How do you keep track?", **other: object) -> Message:
    """Inbound unless `direction` says otherwise; `html` wins over `text` in the viewer."""
    id = next(_ids)
    plain = Message(
        id=id, conversation=1, place=1, kind_space="comment", remote_id=str(id), identity=crc32(author.encode()),
        author=author, avatar_url="", direction=Direction.IN, kind=Kind.COMMENT, purpose=Purpose.REPLY,
        html=SafeHtml(""), text=text, notes=(), images=(), url="https://slowoven.example/ads#comment", parent=None,
        created_at=ago(hours=2), sort_at=ago(hours=2), edited_at=None, remote_state=RemoteState.VISIBLE, gone_at=None,
        unread=False, liked=False,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def mine(text: str = "Thank you, Amara.", **other: object) -> Message:
    return message("The Slow Oven", text, **{"direction": Direction.OUT, "kind": Kind.REPLY, **other})


def conversation(
    messages: Sequence[Message] = (), others: Sequence[Message] = (), *, of: Row | None = None, **other: object
) -> ConversationView:
    shown = tuple(messages) or (message(),)
    inbound = [one for one in shown if one.direction is Direction.IN]
    plain = ConversationView(
        row=of or row(), thread=7, thread_title="Why we stopped buying ads", url="https://slowoven.example/ads",
        muted=False, can=EVERYTHING, as_whom="The Slow Oven", messages=shown, others=tuple(others),
        thread_count=len(shown) + len(others), focus=inbound[-1].id if inbound else None,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def delivery(message: Message, state: DeliveryState = DeliveryState.WAITING, **other: object) -> DeliveryView:
    plain = DeliveryView(
        id=message.delivery or 1, verb=Verb.REPLY, purpose=Purpose.REPLY, place=1, place_title="The Slow Oven",
        look="wordpress", conversation=message.conversation, message=message.parent, name="Amara Okafor",
        subject="Why we stopped buying ads", text=message.text, state=state, reason=message.delivery_reason,
        not_before=NOW + timedelta(seconds=8), attempts=0, remote_id="", created_at=NOW,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def identity(id: int = 1, look: str = "wordpress", **other: object) -> IdentityView:
    plain = IdentityView(
        id=id, network=look, look=look, instance="slowoven.example", stable_id=f"user:{id}", handle="",
        name="Amara Okafor", avatar_url="", profile_url="", site_url="https://amarabakes.example", email="",
        email_is_claim=True, messages_in=6, messages_out=5,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def note(id: int = 1, text: str = "Sourdough, two kids, opens at 6. Asked about till software.") -> Note:
    return Note(id, 1, text, ago(days=20))


def person(**other: object) -> PersonView:
    plain = PersonView(
        id=1, name="Amara Okafor", avatar_url="", starred=True, ignored=False, stage=Stage.REGULAR,
        tags=("bakery", "market group"), identities=(identity(),), messages_in=8, messages_out=5,
        first_seen=datetime(2026, 7, 4, tzinfo=UTC), last_seen=ago(hours=2),
        last_thanked=datetime(2026, 10, 3, tzinfo=UTC), answers_in_s=10_800, notes=(note(),),
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


class Known:
    """A `Reading` that knows what a test tells it ({"history": [...]}), and of all else that there is none."""

    def __init__(self, **answers: object) -> None:
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        answer = self._answers.get(name, ())
        return lambda *_, **__: answer


def knows(*history: HistoryEntry, **answers: object) -> Reading:
    """`history`: newest first."""
    known: dict[str, object] = {
        "profile": Profile(1),
        "relation": Relation(1),
        "consent": ConsentView(),
        "may_not_contact": False,
        "stop_offer": None,
    }
    found = cast("Any", Known(**(known | answers)))
    found.history_keys = lambda *_, limit=0: list(history[:limit] if limit else history)
    found.history_lines = list
    return cast("Reading", found)


def entry(at: datetime, title: str = "Why we stopped buying ads", **other: object) -> HistoryEntry:
    plain = HistoryEntry(
        at=at, direction=Direction.IN, kind=Kind.COMMENT, purpose=Purpose.REPLY, look="wordpress", title=title,
        snippet="How do you keep track?", conversation=LARGE + 5, message=next(_ids),
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]
