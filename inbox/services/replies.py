"""Answering, thanking, liking and moderating: what cannot leave is refused here, in a sentence, before it is queued.

Queueing is one transaction; sending is `services/delivery`. `not_before`: until then it can be taken back. `rules`
knows what networks declare; without it only the rights of the place are checked, and the network refuses the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.faultpoints import fault_point
from inbox.core.measure import measure
from inbox.core.model import Can, Direction, Message, Moderation, Place, Purpose, RemoteState, Snooze, Verb
from inbox.core.ports import Reading, Store
from inbox.services.contact import is_private, why_not_privately

if TYPE_CHECKING:
    from inbox.networks.api import Declaration, TextLimit


class Rules(Protocol):
    """What the networks declare (`services/sessions.py`)."""

    def declaration(self, network: str) -> Declaration: ...


NO_LONGER_THERE: Mapping[RemoteState, str] = {
    RemoteState.DELETED: "was deleted",
    RemoteState.GONE: "is no longer there",
    RemoteState.SPAM: "is marked as spam",
    RemoteState.TRASH: "is in the trash",
}


def reply(
    store: Store,
    conversation: int,
    text: str,
    *,
    rules: Rules | None = None,
    to: int | None = None,
    purpose: Purpose = Purpose.REPLY,
    not_before: datetime | None = None,
    then_done: bool = False,
    remind: Snooze | None = None,
) -> tuple[int, Changes]:
    """Queue an answer to message `to` (None: the one that waits). Returns the delivery's id. `remind`: it comes back
    then, unless they answer first.

    Raises Refused with what to do instead; KeyError for an unknown conversation or message.
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
        private = why_not_privately(reading, message.identity, message.author) if is_private(message.kind) else ""
    _able(place, rules, Verb.REPLY)
    if view.muted:
        raise Refused("This conversation is muted. Unmute it before you answer.")
    if target not in others:
        raise Refused("That message is not part of this conversation. Choose one of its messages.")
    if message.direction is Direction.OUT:
        raise Refused("That message is your own. Choose one of theirs to answer.")
    if message.remote_state in NO_LONGER_THERE:
        raise Refused(f"{message.author}'s message {NO_LONGER_THERE[message.remote_state]}, so it cannot be answered.")
    if private:
        raise Refused(private)
    if rules is not None:
        _fits(words, rules.declaration(place.look).limit, place)
    queued = store.write(
        lambda write: write.queue_words(
            conversation, target, words, purpose, not_before=not_before, then_done=then_done, remind=remind
        )
    )
    fault_point("queue.committed")
    return queued


def thank(
    store: Store,
    conversation: int,
    text: str,
    *,
    rules: Rules | None = None,
    to: int | None = None,
    not_before: datetime | None = None,
    then_done: bool = False,
    remind: Snooze | None = None,
) -> tuple[int, Changes]:
    """A reply that is remembered as a thank-you."""
    return reply(
        store,
        conversation,
        text,
        rules=rules,
        to=to,
        purpose=Purpose.THANK,
        not_before=not_before,
        then_done=then_done,
        remind=remind,
    )


def like(
    store: Store,
    message: int,
    *,
    liked: bool = True,
    rules: Rules | None = None,
    not_before: datetime | None = None,
) -> tuple[int, Changes]:
    """Queue a like, or take one back."""
    verb = Verb.LIKE if liked else Verb.UNLIKE
    with store.reading() as reading:
        _, place = _of_theirs(reading, message)
    _able(place, rules, Verb.LIKE)
    return _queue_state(store, message, verb, None, not_before)


def moderate(
    store: Store,
    message: int,
    moderation: Moderation,
    *,
    rules: Rules | None = None,
    not_before: datetime | None = None,
) -> tuple[int, Changes]:
    """Queue approving, holding, marking as spam or moving to the trash."""
    with store.reading() as reading:
        about, place = _of_theirs(reading, message)
    _able(place, rules, Verb.MODERATE)
    if about.remote_state in (RemoteState.DELETED, RemoteState.GONE):
        raise Refused(f"{about.author}'s message {NO_LONGER_THERE[about.remote_state]}; nothing is left to moderate.")
    return _queue_state(store, message, Verb.MODERATE, moderation, not_before)


def _of_theirs(reading: Reading, message: int) -> tuple[Message, Place]:
    about = reading.message(message)
    if about.delivery is not None and about.remote_id.startswith("local:"):
        raise Refused("That message is your own and has not left yet.")
    return about, reading.place(about.place)


def _able(place: Place, rules: Rules | None, verb: Verb) -> None:
    needs, doing = {
        Verb.REPLY: (Can.REPLY, "answer"),
        Verb.LIKE: (Can.LIKE, "like messages"),
        Verb.MODERATE: (Can.MODERATE, "moderate"),
    }[verb]
    if place.is_archive:
        raise Refused(f"{place.title} was read in from an archive, so one cannot {doing} there. Write another way.")
    if rules is not None:
        declaration = rules.declaration(place.look)
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
    length = measure(text, limit.unit)
    if length > limit.most:
        raise Refused(
            f"This is {length:,} {limit.unit} long and {place.title} takes {limit.most:,}. "
            f"Shorten it by {length - limit.most:,}."
        )


def _queue_state(
    store: Store, message: int, verb: Verb, moderation: Moderation | None, not_before: datetime | None
) -> tuple[int, Changes]:
    queued = store.write(lambda write: write.queue_state(message, verb, moderation, not_before=not_before))
    fault_point("queue.committed")
    return queued
