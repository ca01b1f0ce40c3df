"""Where a conversation stands (decision 9), as a pure function of what was heard and what was done about it.

Arrival and creation are different times: a comment written on Monday may arrive on Friday. What I did here handles
what had arrived here by then. An answer I gave elsewhere handles what had been written by then. Times are microseconds;
those of arrival and of acts come from one clock that never goes back (`Transaction.now`).
"""

from __future__ import annotations

from dataclasses import dataclass

from inbox.core.model import State


@dataclass(frozen=True, slots=True)
class Heard:
    """An addressed, visible, inbound message."""

    id: int
    sort_at: int
    created_at: int
    arrived_at: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Own words that stand (or are on their way). `queued_at` only where they were written here."""

    id: int
    created_at: int
    queued_at: int | None
    parent: int | None

    @property
    def at(self) -> int:
        return self.created_at if self.queued_at is None else self.queued_at

    def handles(self, heard: Heard) -> bool:
        if self.queued_at is not None:
            return heard.arrived_at <= self.queued_at
        return heard.created_at <= self.created_at or self.parent == heard.id


@dataclass(frozen=True, slots=True)
class Facts:
    """`heard`: the newest and all that may be unhandled, newest first. `quiet`: muted, ignored, me, place removed."""

    heard: tuple[Heard, ...]
    answers: tuple[Answer, ...]
    quiet: bool
    answer_asks: bool
    """Whether my newest answer asks something: then it is their turn."""
    done_at: int | None
    them_at: int | None
    reopened_at: int | None
    snoozed_at: int | None
    snoozed_until_at: int | None
    waits_from_at: int | None
    first_fetch_at: int | None
    wall: int


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    came_back: str = ""
    waiting: tuple[Heard, ...] = ()
    """What waits, newest first; also of snoozed and earlier ones."""


def stand(facts: Facts) -> Standing:
    if facts.quiet or not facts.heard:
        return Standing(State.QUIET)
    done_at = facts.done_at or 0
    waiting = tuple(
        heard
        for heard in facts.heard
        if heard.arrived_at > done_at and not any(answer.handles(heard) for answer in facts.answers)
    )
    if not waiting and _was_called_back(facts):
        waiting = facts.heard[:1]
    if facts.snoozed_at is not None and waiting and _arrived_by(waiting, facts.snoozed_at):
        if (facts.snoozed_until_at or 0) > facts.wall:
            return Standing(State.SNOOZED, waiting=waiting)
        return Standing(State.WAITING, "snooze", waiting)
    if facts.them_at is not None and _arrived_by(waiting, facts.them_at):
        return Standing(State.THEM)
    if not waiting:
        newest = max(facts.answers, key=lambda answer: answer.at, default=None)
        asked = newest is not None and facts.answer_asks and newest.at > done_at
        return Standing(State.THEM if asked else State.DONE)
    if _is_backlog(facts, waiting):
        return Standing(State.EARLIER, waiting=waiting)
    return Standing(State.WAITING, "wrote_again" if _was_handled(facts, waiting) else "", waiting)


def _arrived_by(waiting: tuple[Heard, ...], at: int) -> bool:
    return all(heard.arrived_at <= at for heard in waiting)


def _was_called_back(facts: Facts) -> bool:
    """Reopened or snoozed after the last time it was handled: the newest message is to wait (again)."""
    called = max(facts.reopened_at or 0, facts.snoozed_at or 0)
    handled = max(facts.done_at or 0, *(answer.at for answer in facts.answers), 0)
    return called > handled


def _was_handled(facts: Facts, waiting: tuple[Heard, ...]) -> bool:
    """Something was done about it before what waits now was there."""
    acts = [at for at in (facts.done_at, facts.them_at, facts.snoozed_at) if at is not None]
    newest = waiting[0]
    return any(at < newest.arrived_at for at in acts) or any(answer.at < newest.created_at for answer in facts.answers)


def _is_backlog(facts: Facts, waiting: tuple[Heard, ...]) -> bool:
    """Older than what was to wait from the first fetch on, come with it, and never taken up since (decision 10)."""
    if facts.waits_from_at is None or facts.reopened_at is not None or facts.snoozed_at is not None:
        return False
    newest = waiting[0]
    came_first = facts.first_fetch_at is None or newest.arrived_at <= facts.first_fetch_at
    return came_first and newest.sort_at < facts.waits_from_at
