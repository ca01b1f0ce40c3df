"""What is said about a message beside its own words: how it stands there, what became of an answer, its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.core.joining import JoinedThread
from inbox.core.model import (
    Can,
    ConversationView,
    DeliveryState,
    DeliveryView,
    Direction,
    Kind,
    Message,
    Purpose,
    RemoteState,
)
from inbox.ui.look import times
from inbox.ui.look.text import isolate
from inbox.ui.row_words import STANDING, Chip

MODERATED = (Kind.COMMENT, Kind.REPLY, Kind.PINGBACK)
LONGEST_SPOKEN = 1_000
SENT_IS_SAID = timedelta(hours=12)

_SAID = {
    DeliveryState.SENDING: "sending",
    DeliveryState.UNSURE: "not sure yet, looking",
    DeliveryState.SENT: "sent",
    DeliveryState.CANCELLED: "not sent",
}
_THREADS = {
    Kind.COMMENT: ("Comment thread", "comment"),
    Kind.REPLY: ("Comment thread", "comment"),
    Kind.PINGBACK: ("Comment thread", "comment"),
    Kind.POST: ("Their post", "comment"),
    Kind.MENTION: ("Mention", "message"),
    Kind.MESSAGE: ("Private messages", "message"),
    Kind.EMAIL: ("E-mail", "message"),
}


@dataclass(frozen=True, slots=True)
class Press:
    """A button at a message: its words, the command it stands for, and that command's key."""

    words: str
    command: str
    keys: str = ""


EDIT = "edit"
"""Stands for no command: the composer takes the words back."""
NEEDS_YOU = (
    Press("Try again", "outbox.retry"),
    Press("It is there", "outbox.it_is_there"),
    Press("Edit", EDIT),
    Press("Drop", "outbox.cancel"),
)
APPROVE = Press("Approve", "moderate.approve", "moderate.approve")
NOT_SPAM = Press("Not spam", "moderate.approve", "moderate.approve")
RESTORE = Press("Restore", "moderate.approve", "moderate.approve")
SPAM = Press("Spam", "moderate.spam", "moderate.spam")
TRASH = Press("Trash", "moderate.trash", "moderate.trash")
SAME = Press("Same as before", "threads.same")
NOT_SAME = Press("Not the same", "threads.not_same")
MODERATIONS: dict[RemoteState, tuple[Press, ...]] = {
    RemoteState.HELD: (APPROVE, SPAM, TRASH),
    RemoteState.SPAM: (NOT_SPAM, TRASH),
    RemoteState.TRASH: (RESTORE, SPAM),
}


def counted(number: int, thing: str) -> str:
    plural = {"person": "people"}.get(thing, f"{thing}s")
    return f"{number:,} {thing if number == 1 else plural}"


def about_thread(view: ConversationView) -> str:
    """ "Comment thread · The Slow Oven · 14 comments"."""
    what, thing = _THREADS[view.row.kind]
    parts = [what, isolate(view.row.place_title) if view.row.place_title else "", counted(view.thread_count, thing)]
    elsewhere = list(dict.fromkeys(thread.place_title for thread in view.joined))
    if elsewhere:
        parts.append(f"with {isolate(elsewhere[0])}" + (f" and {len(elsewhere) - 1} more" if elsewhere[1:] else ""))
    return " · ".join(part for part in parts if part)


def folded_words(view: ConversationView, hidden: Sequence[Message], first_shown: datetime | None) -> str:
    """ "9 earlier comments by 6 people"."""
    _, thing = _THREADS[view.row.kind]
    earlier = first_shown is None or all(message.sort_at <= first_shown for message in hidden)
    people = len({message.identity for message in hidden})
    number, noun = counted(len(hidden), thing).split(" ")
    return f"{number} {'earlier' if earlier else 'other'} {noun} by {counted(people, 'person')}"


def between_words(view: ConversationView, hidden: Sequence[Message]) -> str:
    """ "12 more comments by 3 people", folded between two that are shown."""
    _, thing = _THREADS[view.row.kind]
    number, noun = counted(len(hidden), thing).split(" ")
    return f"{number} more {noun} by {counted(len({message.identity for message in hidden}), 'person')}"


def joint_words(view: ConversationView, thread: JoinedThread | None, *, first: bool) -> str:
    """ "“How hot?” at The Workshop · joined by Ann's link"; `thread` None: the conversation at hand goes on."""
    if thread is None:
        return f"{_quoted(view.thread_title)} at {isolate(view.row.place_title)}"
    where = f"{_quoted(thread.title)} at {isolate(thread.place_title)}"
    if not first:
        return where
    return f"{where} · {_why_joined(thread)}"


def _why_joined(thread: JoinedThread) -> str:
    if thread.linking_message is None:
        return "joined by hand"
    return "joined by your link" if thread.linked_by_me else f"joined by a link of {isolate(thread.linked_by)}"


def _quoted(title: str) -> str:
    return f"“{isolate(title)}”" if title else "What was said"


def is_moderated(message: Message, can: Can) -> bool:
    return bool(can & Can.MODERATE) and message.direction is Direction.IN and message.kind in MODERATED


def presses(message: Message, can: Can) -> tuple[Press, ...]:
    """The buttons a message always shows, because it waits for a decision."""
    if message.delivery_state is DeliveryState.NEEDS_YOU:
        return NEEDS_YOU
    asked = (SAME, NOT_SAME) if message.perhaps_same is not None else ()
    return (*(MODERATIONS.get(message.remote_state, ()) if is_moderated(message, can) else ()), *asked)


def chips_of(message: Message) -> list[Chip]:
    chips: list[Chip] = []
    if message.remote_state in STANDING:
        chips.append(STANDING[message.remote_state])
    if message.edited_at is not None:
        chips.append(("edited", "quiet"))
    if message.also:
        chips.append((f"sent {len(message.also) + 1} times", "quiet"))
    if message.perhaps_same is not None:
        chips.append(("nearly the same as before", "quiet"))
    if any(note.startswith("Shortened") for note in message.notes):
        chips.append(("too large", "quiet"))
    if message.purpose is Purpose.THANK and message.direction is Direction.OUT:
        chips.append(("thank-you", "good"))
    return chips


def delivery_words(message: Message, delivery: DeliveryView | None, now: datetime) -> Chip | None:
    """What became of an answer of mine; None once it has simply arrived by itself."""
    state = message.delivery_state
    if state is None or message.delivery is None:
        return None
    if state is DeliveryState.SENT and now - message.sort_at > SENT_IS_SAID:
        return None
    if state is DeliveryState.NEEDS_YOU:
        return f"needs you: {message.delivery_reason or 'have a look'}", "question"
    if state is not DeliveryState.WAITING:
        return _SAID[state], "question" if state is DeliveryState.UNSURE else "quiet"
    if message.delivery_reason:
        return f"waiting · {message.delivery_reason}", "quiet"
    leaves = delivery.not_before if delivery is not None else None
    seconds = int((leaves - now).total_seconds()) + 1 if leaves is not None else 0
    if leaves is None or seconds <= 1:
        return "waiting", "quiet"
    when = f"leaves in {seconds} s" if seconds <= 90 else f"leaves {times.ahead(leaves, now)}"
    return f"waiting · {when} · Z", "quiet"


def author_of(message: Message) -> str:
    return "You" if message.direction is Direction.OUT else message.author


def spoken(message: Message, words: str, now: datetime) -> str:
    """The message as one sentence for those who listen."""
    marks = [mark for mark, _ in chips_of(message)]
    head = ", ".join([author_of(message), times.stamp(message.sort_at, now), *marks])
    return f"{head}: {words[:LONGEST_SPOKEN]}"
