"""Pairs for tests of the rules about people: facts and the messages that prove them, with everything by default."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from inbox.core.relation import Facts
from inbox.rules.between import Between, Exchange, Received
from tests.builders import NOON

DAY = timedelta(days=1)


def ago(days: float) -> datetime:
    return NOON - days * DAY


def exchanges(*days: float, conversations: int = 2) -> tuple[Exchange, ...]:
    """Oldest first, in turn in so many conversations; the messages are 10, 11, 20, 21, ..."""
    ordered = sorted(days, reverse=True)
    return tuple(
        Exchange(ago(day), 10 * at, 10 * at + 1, (at - 1) % conversations + 1) for at, day in enumerate(ordered, 1)
    )


def a_pair(*days: float, conversations: int = 2, facts: Facts | None = None, **more: object) -> Between:
    """Who exchanged words so many days ago, in public."""
    several = exchanges(*days, conversations=conversations)
    counted = facts or Facts(
        first_in=several[0].at - DAY / 24 if several else None,
        last_in=several[-1].at - DAY / 24 if several else None,
        first_out=several[0].at if several else None,
        last_out=several[-1].at if several else None,
        messages_in=len(several),
        messages_out=len(several),
        conversations=min(conversations, len(several)),
        exchanges=len(several),
        exchange_conversations=min(conversations, len(several)),
        first_exchange=several[0].at if several else None,
        last_exchange=several[-1].at if several else None,
    )
    first = Received(several[0].at, 10, 1) if several else None
    built = Between(
        now=NOON,
        facts=counted,
        first_said=first,
        first_exchanges=several[:9],
        first_in_conversation=several[:conversations],
        last_exchanges=several[::-1][:3],
        received=tuple(Received(one.at, one.asked or 0, one.conversation) for one in several[::-1]),
        conversation=several[-1].conversation if several else None,
    )
    return replace(built, **more)  # type: ignore[arg-type]


def who_wrote(*days: float, apart: bool = True, **more: object) -> Between:
    """Who wrote so many days ago and was never answered."""
    said = tuple(
        Received(ago(day), 100 + at, at if apart else 1) for at, day in enumerate(sorted(days, reverse=True), 1)
    )
    facts = Facts(first_in=said[0].at, last_in=said[-1].at, messages_in=len(said), conversations=len(said))
    built = Between(now=NOON, facts=facts, first_said=said[0], received=said[::-1], conversation=said[-1].conversation)
    return replace(built, **more)  # type: ignore[arg-type]
