"""Promises in words, and when an offered one falls due."""

from __future__ import annotations

from datetime import datetime

from inbox.core.clock import on_the_wall
from inbox.core.manners import Gift, GiftKind, Owed, Promise, PromiseOffer
from inbox.rules.promises import due_at
from inbox.ui.look import times

_GAVE = {
    GiftKind.COMMENT: "wrote under",
    GiftKind.LINK: "linked to",
    GiftKind.SHARE: "shared",
    GiftKind.LIKE: "liked",
}


def due_of(offer: PromiseOffer) -> datetime | None:
    """Counted from when it was written, where the computer is now."""
    wall = due_at(offer.due, on_the_wall(offer.written_at))
    return wall.instant() if wall is not None else None


def day(moment: datetime, now: datetime) -> str:
    """A day within a sentence."""
    said = times.date(moment, now)
    return said.lower() if said in ("Today", "Yesterday", "Tomorrow") else said


def due_words(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    return f"was due {day(due, now)}" if due < now else f"due {day(due, now)}"


def promised(promise: Promise, now: datetime) -> str:
    parts = (due_words(promise.due, now), f"promised {day(promise.made_at, now)}")
    return " · ".join(filter(None, parts))


def given(gift: Gift, now: datetime) -> str:
    """ "wrote under “Sunday soup” on 3 Nov: What a soup!" """
    on = day(gift.at, now)
    if gift.kind is GiftKind.INTRODUCTION:
        return f"introduced {gift.title} to you, {on}"
    what = f"“{gift.title}”" if gift.title else "something of yours"
    said = f": {gift.words}" if gift.words and gift.kind is GiftKind.COMMENT else ""
    return f"{_GAVE[gift.kind]} {what}, {on}{said}"


def more(owed: Owed) -> str:
    left = owed.number - len(owed.gifts)
    return f"and {left} more" if left > 0 else ""
