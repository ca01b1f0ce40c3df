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
    is_history: bool = False
    """Read in from an archive: what it asked is over."""

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
    snooze_or_answer: bool
    remind_at: int | None
    remind_until_at: int | None
    waits_from_at: int | None
    first_fetch_at: int | None
    wall: int


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    came_back: str = ""
    waiting: tuple[Heard, ...] = ()
    """What waits, newest first; also of snoozed and earlier ones."""
    unanswered_since: int | None = None
    """It waits because they did not answer: since I said the last thing."""


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
    if facts.snoozed_at is not None and waiting:
        until = facts.snoozed_until_at or 0
        came = not _arrived_by(waiting, facts.snoozed_at)
        if until > facts.wall and not (came and facts.snooze_or_answer):
            return Standing(State.SNOOZED, waiting=waiting)
        if not came or (not facts.snooze_or_answer and _arrived_by(waiting, until)):
            return Standing(State.WAITING, "snooze", waiting)
    on_them = facts.them_at is not None and _arrived_by(waiting, facts.them_at)
    if on_them or not waiting:
        return _theirs(facts, waiting, on_them=on_them)
    if _is_backlog(facts, waiting):
        return Standing(State.EARLIER, waiting=waiting)
    return Standing(State.WAITING, _why_again(facts, waiting), waiting)


def _theirs(facts: Facts, waiting: tuple[Heard, ...], *, on_them: bool) -> Standing:
    """Nothing waits on me: their turn, until a reminder falls due; or all is done."""
    newest = max(facts.answers, key=lambda answer: answer.at, default=None)
    if _is_reminded(facts):
        if (facts.remind_until_at or 0) > facts.wall:
            return Standing(State.THEM)
        since = newest.at if newest is not None else facts.remind_at
        return Standing(State.WAITING, "no_answer", waiting or facts.heard[:1], since)
    if on_them or _asked(facts, newest):
        return Standing(State.THEM)
    return Standing(State.DONE)


def _asked(facts: Facts, newest: Answer | None) -> bool:
    return newest is not None and facts.answer_asks and newest.at > (facts.done_at or 0)


def _is_reminded(facts: Facts) -> bool:
    """A reminder that counts: nothing was heard since it was set, and nothing said since it fell due."""
    if facts.remind_at is None or facts.remind_until_at is None:
        return False
    due = facts.remind_until_at
    return _arrived_by(facts.heard, facts.remind_at) and not any(answer.at > due for answer in facts.answers)


def _why_again(facts: Facts, waiting: tuple[Heard, ...]) -> str:
    """ "answered" where that is what I waited for; else "wrote_again" where something had been done about it."""
    newest = waiting[0]
    if any(at is not None and at < newest.arrived_at for at in (facts.them_at, facts.remind_at)):
        return "answered"
    until = facts.snoozed_until_at or 0
    if facts.snoozed_at is not None and facts.snoozed_at < newest.arrived_at <= until:
        return "answered"
    answer = max(facts.answers, key=lambda answer: answer.at, default=None)
    if answer is not None and _asked(facts, answer) and answer.at < newest.created_at:
        return "answered"
    return "wrote_again" if _was_handled(facts, waiting) else ""


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
