"""What a row of the list says: its context line, its chips, and the whole of it as one sentence."""

from __future__ import annotations

from datetime import datetime

from inbox.core.model import DeliveryState, Kind, Reason, RemoteState, Row, State
from inbox.ui.look import times
from inbox.ui.look.text import isolate

Chip = tuple[str, str]
"""The words, and their kind: question, good or quiet."""

SENDING: dict[DeliveryState, Chip] = {
    DeliveryState.WAITING: ("sending · Z", "good"),
    DeliveryState.SENDING: ("sending", "good"),
    DeliveryState.UNSURE: ("not sure yet, looking", "question"),
    DeliveryState.NEEDS_YOU: ("needs you", "question"),
}
STANDING: dict[RemoteState, Chip] = {
    RemoteState.HELD: ("held", "question"),
    RemoteState.SPAM: ("spam", "question"),
    RemoteState.TRASH: ("in the trash", "quiet"),
    RemoteState.DELETED: ("deleted there", "quiet"),
    RemoteState.GONE: ("no longer shown", "quiet"),
}
STATES: dict[State, Chip] = {
    State.THEM: ("Waiting on them", "quiet"),
    State.DONE: ("Done", "quiet"),
    State.EARLIER: ("Earlier, unanswered", "quiet"),
    State.QUIET: ("Quiet", "quiet"),
}
CHIP_KINDS = {
    "held": "question", "question": "question",
    "starred": "good", "regular": "good", "friend": "good", "customer": "good",
}  # fmt: skip
"""By the reasons' codes of `rules/worth`; every other one is quiet."""
_WITH_SUBJECT = {
    Kind.COMMENT: "on “{}”",
    Kind.REPLY: "replied on “{}”",
    Kind.MENTION: "mentioned you in “{}”",
    Kind.MESSAGE: "{}",
    Kind.EMAIL: "{}",
    Kind.PINGBACK: "linked to “{}”",
    Kind.POST: "posted “{}”",
}
_WITHOUT = {
    Kind.COMMENT: "commented",
    Kind.REPLY: "replied to you",
    Kind.MENTION: "mentioned you",
    Kind.MESSAGE: "wrote to you",
    Kind.EMAIL: "wrote to you",
    Kind.PINGBACK: "linked to you",
    Kind.POST: "posted",
}


def context_of(row: Row) -> str:
    """Where it was said, and under which name, where that is not what the person is called."""
    where = _where(row)
    return f"as {isolate(row.name)} · {where}" if row.name and row.name != row.called else where


def _where(row: Row) -> str:
    if row.subject:
        return _WITH_SUBJECT[row.kind].format(isolate(row.subject))
    said = _WITHOUT[row.kind]
    return f"{said} · {isolate(row.place_title)}" if row.place_title else said


def chip_of(reason: Reason) -> Chip:
    return reason.label, CHIP_KINDS.get(reason.code, "quiet")


def chips_of(row: Row, now: datetime, *, tells_state: bool = False) -> list[Chip]:
    """The most telling first, because the last ones may find no room. `tells_state`: also how it stands, where that is
    not what the list is about."""
    chips: list[Chip] = []
    if row.sending in SENDING:
        chips.append(SENDING[row.sending])
    explained = {reason.code for reason in row.reasons}
    if row.remote_state in STANDING and row.remote_state.value not in explained:
        chips.append(STANDING[row.remote_state])
    if row.state is State.SNOOZED and row.snoozed_until is not None:
        chips.append((f"back {times.ahead(row.snoozed_until, now)}", "good"))
    elif tells_state and row.state in STATES:
        chips.append(STATES[row.state])
    return chips + [chip_of(reason) for reason in row.reasons]


def spoken(row: Row, now: datetime, *, tells_state: bool = False) -> str:
    """Name and marks first, as somebody who listens decides after the first words whether to go on."""
    marks = ["unread"] if row.unread else []
    marks += ["starred"] if row.starred else []
    marks += ["draft"] if row.has_draft else []
    chips = chips_of(row, now, tells_state=tells_state)
    marks += [words.removesuffix(" · Z") for words, _ in chips if words.casefold() not in marks]
    name = ", ".join([row.called, *marks])
    return f"{name}. {context_of(row)}, {times.ago(row.at, now)}: {row.snippet}"
