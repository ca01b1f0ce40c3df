"""What passed between a person and me, counted: turns, exchanges, usual answering times, the rhythm of that pair.

A *turn* is one side speaking in a conversation until the other does: three messages in a row are one turn. Turns are
numbered in each conversation from 1; every second one closes an *exchange* (they wrote and I answered, or I wrote and
they answered), so that a turn counts in one exchange only. A conversation elsewhere that was logged by hand is an
exchange of its own, in a conversation of its own.

The store keeps turns in step (`store/turns.py`) by folding only what changed; `recount` is the same from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from inbox.core.clock import from_micros
from inbox.core.relation import Facts

TURNS_TIMED = 200
"""Newest turns of a person from which usual answering times and the rhythm are taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that counts: no double, not spam or trash, no pingback (that is a link); own words once they left."""

    at: int
    """Microseconds since 1970, `message.sort_at`."""
    id: int
    mine: bool
    conversation: int | None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Times are microseconds. `asked_*`: the last message of the turn before, which this one answers."""

    conversation: int
    n: int
    mine: bool
    at: int
    message: int
    last_at: int
    last_message: int
    asked_at: int | None = None
    asked_message: int | None = None

    @property
    def is_exchange(self) -> bool:
        return self.n % 2 == 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one person: what was said in one direction. Times are microseconds."""

    n: int = 0
    private: int = 0
    first_at: int | None = None
    last_at: int | None = None
    last_private_at: int | None = None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.n + other.n,
            self.private + other.private,
            earliest(self.first_at, other.first_at),
            latest(self.last_at, other.last_at),
            latest(self.last_private_at, other.last_private_at),
        )


@dataclass(frozen=True, slots=True)
class TurnTally:
    """Of one person's turns: how many conversations, exchanges, and conversations with an exchange."""

    conversations: int = 0
    exchanges: int = 0
    exchange_conversations: int = 0
    first_exchange_at: int | None = None
    last_exchange_at: int | None = None

    def __add__(self, other: TurnTally) -> TurnTally:
        return TurnTally(
            self.conversations + other.conversations,
            self.exchanges + other.exchanges,
            self.exchange_conversations + other.exchange_conversations,
            earliest(self.first_exchange_at, other.first_exchange_at),
            latest(self.last_exchange_at, other.last_exchange_at),
        )


@dataclass(frozen=True, slots=True)
class GiftTally:
    """Of one person: likes, boosts, follows and links."""

    n: int = 0
    first_at: int | None = None
    last_at: int | None = None

    def __add__(self, other: GiftTally) -> GiftTally:
        return GiftTally(self.n + other.n, earliest(self.first_at, other.first_at), latest(self.last_at, other.last_at))


def follow_on(last: Turn | None, said: Iterable[Said]) -> list[Turn]:
    """The turns of one conversation from `last` on, after which `said` came, in order of time and id.

    `last` itself comes first, since what was said may go on with it.
    """
    turns = [] if last is None else [last]
    for one in said:
        now = turns[-1] if turns else None
        if now is not None and now.mine == one.mine:
            turns[-1] = replace(now, last_at=one.at, last_message=one.id)
            continue
        assert one.conversation is not None
        asked = (None, None) if now is None else (now.last_at, now.last_message)
        n = 1 if now is None else now.n + 1
        turns.append(Turn(one.conversation, n, one.mine, one.at, one.id, one.at, one.id, *asked))
    return turns


def facts_of(
    theirs: Tally, mine: Tally, turns: TurnTally, newest: Sequence[Turn], contacts: Sequence[int], gifts: GiftTally
) -> Facts:
    """`newest`: the newest turns of the person, at least `TURNS_TIMED` of them where there are so many, in any order;
    `contacts`: when conversations elsewhere were."""
    timed = sorted(newest, key=lambda turn: (turn.at, turn.message))[-TURNS_TIMED:]
    exchanged = sorted([turn.at for turn in timed if turn.is_exchange] + list(contacts))[-TURNS_TIMED:]
    first_contact, last_contact = min(contacts, default=None), max(contacts, default=None)
    return Facts(
        first_in=_moment(earliest(theirs.first_at, first_contact)),
        last_in=_moment(latest(theirs.last_at, last_contact)),
        first_out=_moment(earliest(mine.first_at, first_contact)),
        last_out=_moment(latest(mine.last_at, last_contact)),
        messages_in=theirs.n,
        messages_out=mine.n,
        conversations=turns.conversations,
        exchanges=turns.exchanges + len(contacts),
        exchange_conversations=turns.exchange_conversations + len(contacts),
        first_exchange=_moment(earliest(turns.first_exchange_at, first_contact)),
        last_exchange=_moment(latest(turns.last_exchange_at, last_contact)),
        private_in=theirs.private,
        private_out=mine.private,
        last_private_out=_moment(latest(mine.last_private_at, last_contact)),
        contacts=len(contacts),
        reactions=gifts.n,
        first_reaction=_moment(gifts.first_at),
        last_reaction=_moment(gifts.last_at),
        i_answer_s=_usual([_waited(turn) for turn in timed if turn.mine and turn.asked_at is not None], 2),
        they_answer_s=_usual([_waited(turn) for turn in timed if not turn.mine and turn.asked_at is not None], 2),
        rhythm_s=_usual([(after - before) / 1_000_000 for before, after in pairwise(exchanged)], 2),
    )


def recount(said: Iterable[Said], contacts: Sequence[int], gifts: GiftTally) -> Facts:
    """The facts of one person from everything that was said, in any order."""
    ordered = sorted(said, key=lambda one: (one.at, one.id))
    by_conversation: dict[int, list[Said]] = {}
    for one in ordered:
        if one.conversation is not None:
            by_conversation.setdefault(one.conversation, []).append(one)
    turns = [turn for some in by_conversation.values() for turn in follow_on(None, some)]
    sides = ([one for one in ordered if not one.mine], [one for one in ordered if one.mine])
    theirs, mine = (_tally(side) for side in sides)
    return facts_of(theirs, mine, _turn_tally(turns), turns, contacts, gifts)


def earliest(*moments: int | None) -> int | None:
    return min((at for at in moments if at is not None), default=None)


def latest(*moments: int | None) -> int | None:
    return max((at for at in moments if at is not None), default=None)


def _tally(side: Sequence[Said]) -> Tally:
    private = [one.at for one in side if one.private]
    return Tally(
        len(side),
        len(private),
        side[0].at if side else None,
        side[-1].at if side else None,
        max(private, default=None),
    )


def _turn_tally(turns: Sequence[Turn]) -> TurnTally:
    exchanged = [turn.at for turn in turns if turn.is_exchange]
    return TurnTally(
        sum(turn.n == 1 for turn in turns),
        len(exchanged),
        sum(turn.n == 2 for turn in turns),
        min(exchanged, default=None),
        max(exchanged, default=None),
    )


def _waited(turn: Turn) -> float:
    return (turn.at - (turn.asked_at or turn.at)) / 1_000_000


def _usual(seconds: Sequence[float], least: int) -> float | None:
    if len(seconds) < least:
        return None
    from statistics import median  # brings fractions and decimals, which the first paint can do without

    return median(seconds)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else from_micros(at)
