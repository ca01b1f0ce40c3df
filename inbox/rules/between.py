"""What stages, segments and the next step are derived from: the facts of a pair, and the few messages that prove them.

The store gathers it (`store/person_between.py`), everything in it bounded; the rules are pure functions over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from inbox.core.model import Stage
from inbox.core.relation import Door, Evidence, Facts

NO_FACTS = Facts()
MOST_SHOWN = 10
"""Messages of an evidence."""


class Exchange(NamedTuple):
    """Message ids of the turn and its answer; None for a conversation elsewhere."""

    at: datetime
    asked: int | None = None
    answered: int | None = None
    conversation: int | None = None


class Received(NamedTuple):
    at: datetime
    message: int
    conversation: int | None


class Gift(NamedTuple):
    """A like, a boost, or a link from their own site (which is a message)."""

    at: datetime
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation elsewhere, logged by hand."""

    at: datetime
    how: str
    has_words: bool


@dataclass(frozen=True, slots=True)
class Promised:
    words: str
    due: datetime | None = None
    message: int | None = None
    conversation: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """`is_claim`: an address that somebody typed into a comment form, which proves nothing."""

    door: Door
    address: str
    is_claim: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """`first_*` oldest first, all others newest first; as many of each as the thresholds count."""

    now: datetime
    facts: Facts = NO_FACTS
    is_somebody: bool = True
    """Neither me, nor a robot, nor ignored, nor only spam."""
    starred: bool = False
    do_not_contact: bool = False
    stage_by_hand: Stage | None = None
    stage_set_at: datetime | None = None
    first_said: Received | None = None
    """The first message in either direction."""
    first_exchanges: tuple[Exchange, ...] = ()
    first_in_conversation: tuple[Exchange, ...] = ()
    """The first exchange of each conversation."""
    last_exchanges: tuple[Exchange, ...] = ()
    received: tuple[Received, ...] = ()
    gifts: tuple[Gift, ...] = ()
    private: tuple[Received, ...] = ()
    """The newest private message of each side, where there is one."""
    talks: tuple[Talk, ...] = ()
    promises: tuple[Promised, ...] = ()
    """Open ones, what is due first."""
    question: Received | None = None
    """The most pressing question of theirs that waits."""
    kind: Received | None = None
    """The newest kind words of theirs."""
    was_thanked: bool = False
    ways: tuple[Way, ...] = ()
    """The best first; none to whom nobody knows a way."""
    conversation: int | None = None
    """The newest one with them."""
    call_declined_at: datetime | None = None
    turned_down: frozenset[str] = frozenset()
    """Words of `StepKind`, or "friend", that are not to be suggested now."""
    turned_down_until: datetime | None = None
    """When the first of these ends."""


def evidence(messages: Iterable[int | None], conversation: int | None = None) -> Evidence:
    """Oldest first, each once; of many the newest."""
    ids = sorted({id for id in messages if id is not None})
    return Evidence(tuple(ids[-MOST_SHOWN:]), conversation)


def of_exchanges(exchanges: Iterable[Exchange]) -> Evidence:
    several = tuple(exchanges)
    where = {one.conversation for one in several if one.conversation is not None}
    return evidence((id for one in several for id in (one.asked, one.answered)), max(where, default=None))


def counted(n: int, what: str) -> str:
    """ "one exchange", "3 exchanges"."""
    return f"one {what}" if n == 1 else f"{n:,} {what}s"


def earlier(*moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)
