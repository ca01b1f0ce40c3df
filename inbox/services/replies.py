"""Answering, thanking, liking and moderating: what cannot leave is refused here, in a sentence, before it is queued.

Queueing is one transaction; sending is `services/delivery`. `declared` gives a network's declaration by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import Refused
from inbox.core.faultpoints import fault_point
from inbox.core.measure import graphemes
from inbox.core.model import Can, Direction, Message, Moderation, Place, Purpose, RemoteState, Verb
from inbox.core.ports import Reading, Store

if TYPE_CHECKING:
    from inbox.networks.api import Declaration, TextLimit

Declared = Callable[[str], "Declaration"]

NO_LONGER_THERE: Mapping[RemoteState, str] = {
    RemoteState.DELETED: "was deleted",
    RemoteState.GONE: "is no longer there",
    RemoteState.SPAM: "is marked as spam",
    RemoteState.TRASH: "is in the trash",
}


def reply(
    store: Store,
    clock: Clock,
    declared: Declared,
    conversation: int,
    text: str,
    *,
    to: int | None = None,
    purpose: Purpose = Purpose.REPLY,
    hold_s: float = 0.0,
    then_done: bool = False,
) -> tuple[int, Changes]:
    """Queue an answer to message `to` (None: the one that waits). Returns the delivery's id.

    `hold_s`: how long it can still be taken back before it leaves. Raises Refused with what to do instead.
    """
    words = text.strip()
    if not words:
        raise Refused("There are no words to send yet. Write something first.")
    with store.reading() as reading:
        view = reading.conversation(conversation)
        place = reading.place(view.row.place)
        target = to if to is not None else view.focus
        if target is None:
            raise Refused("There is no message here to answer.")
        message = reading.message(target)
        others = {each.id for each in (*view.messages, *view.others)}
    declaration = declared(place.look)
    _able(place, declaration, Verb.REPLY)
    if view.muted:
        raise Refused("This conversation is muted. Unmute it before you answer.")
    if target not in others:
        raise Refused("That message is not part of this conversation. Choose one of its messages.")
    if message.direction is Direction.OUT:
        raise Refused("That message is your own. Choose one of theirs to answer.")
    if message.remote_state in NO_LONGER_THERE:
        raise Refused(f"{message.author}'s message {NO_LONGER_THERE[message.remote_state]}, so it cannot be answered.")
    _fits(words, declaration.limit, place)
    leaves = clock.now() + timedelta(seconds=hold_s) if hold_s > 0 else None
    queued = store.write(
        lambda write: write.queue_words(conversation, target, words, purpose, not_before=leaves, then_done=then_done)
    )
    fault_point("queue.committed")
    return queued


def thank(
    store: Store,
    clock: Clock,
    declared: Declared,
    conversation: int,
    text: str,
    *,
    to: int | None = None,
    hold_s: float = 0.0,
    then_done: bool = False,
) -> tuple[int, Changes]:
    """A reply that is remembered as a thank-you."""
    return reply(
        store, clock, declared, conversation, text, to=to, purpose=Purpose.THANK, hold_s=hold_s, then_done=then_done
    )


def like(
    store: Store, clock: Clock, declared: Declared, message: int, *, liked: bool = True, hold_s: float = 0.0
) -> tuple[int, Changes]:
    """Queue a like, or take one back."""
    verb = Verb.LIKE if liked else Verb.UNLIKE
    with store.reading() as reading:
        _, place = _of_theirs(reading, message)
    _able(place, declared(place.look), Verb.LIKE)
    return _queue_state(store, clock, message, verb, None, hold_s)


def moderate(
    store: Store, clock: Clock, declared: Declared, message: int, moderation: Moderation, *, hold_s: float = 0.0
) -> tuple[int, Changes]:
    """Queue approving, holding, marking as spam or moving to the trash."""
    with store.reading() as reading:
        about, place = _of_theirs(reading, message)
    _able(place, declared(place.look), Verb.MODERATE)
    if about.remote_state in (RemoteState.DELETED, RemoteState.GONE):
        raise Refused(f"{about.author}'s message {NO_LONGER_THERE[about.remote_state]}; nothing is left to moderate.")
    return _queue_state(store, clock, message, Verb.MODERATE, moderation, hold_s)


def measure(text: str, limit: TextLimit) -> int:
    """How long the text is, in the unit of the limit."""
    if limit.unit == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    return graphemes(text) if limit.unit == "graphemes" else len(text)


def _of_theirs(reading: Reading, message: int) -> tuple[Message, Place]:
    about = reading.message(message)
    if about.delivery is not None and about.remote_id.startswith("local:"):
        raise Refused("That message is your own and has not left yet.")
    return about, reading.place(about.place)


def _able(place: Place, declaration: Declaration, verb: Verb) -> None:
    needs, doing = {
        Verb.REPLY: (Can.REPLY, "answer"),
        Verb.LIKE: (Can.LIKE, "like messages"),
        Verb.MODERATE: (Can.MODERATE, "moderate"),
    }[verb]
    if needs not in declaration.can:
        raise Refused(declaration.without.get(verb) or f"One cannot {doing} at {declaration.title} from here.")
    if needs in place.can:
        return
    if not place.signed_in:
        raise Refused(f"You read {place.title} without signing in. Sign in there to {doing}.")
    raise Refused(
        f"{place.user or 'This account'} may not {doing} at {place.title}. Sign in there with an account that may."
    )


def _fits(text: str, limit: TextLimit, place: Place) -> None:
    length = measure(text, limit)
    if length > limit.most:
        raise Refused(
            f"This is {length:,} {limit.unit} long and {place.title} takes {limit.most:,}. "
            f"Shorten it by {length - limit.most:,}."
        )


def _queue_state(
    store: Store, clock: Clock, message: int, verb: Verb, moderation: Moderation | None, hold_s: float
) -> tuple[int, Changes]:
    leaves = clock.now() + timedelta(seconds=hold_s) if hold_s > 0 else None
    queued = store.write(lambda write: write.queue_state(message, verb, moderation, not_before=leaves))
    fault_point("queue.committed")
    return queued
