"""What a rule would have caught, and doing it to what is here: piece by piece, so that neither those who read nor those
who write wait for it, and so that it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import islice

from inbox.core.automation import DAYS, Rule, RulePreview
from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.ports import Store, Writing

APPLIED_AT_ONCE = 25
"""Conversations in one transaction: a tag touches all that somebody ever wrote."""
NEWEST = 6
"""Conversations that are told of while it is still looked back."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `whole`: days that were looked back over, or conversations that a rule was applied to."""

    done: int
    whole: int
    found: int = 0
    """Conversations that would have been caught so far."""
    newest: tuple[int, ...] = ()
    """The newest of them."""


def look_back(
    store: Store, rule: Rule, clock: Clock, heard: Callable[[Progress], None], stop: Callable[[], bool]
) -> RulePreview:
    """As far as it came when `stop` was True. Raises Refused for a rule that makes no sense, StoreError."""
    caught: dict[int, None] = {}
    below = 0
    while True:
        with store.reading() as reading:
            piece = reading.look_back(rule, below, days=DAYS)
        caught |= dict.fromkeys(piece.conversations)
        below = piece.below
        if not below:
            return RulePreview(tuple(caught))
        days = min(DAYS, (clock.now() - piece.back_to) // timedelta(days=1))
        if stop():
            return RulePreview(tuple(caught), days, is_whole=False)
        heard(Progress(days, DAYS, len(caught), tuple(islice(caught, NEWEST))))


def apply(
    store: Store,
    rule: Rule,
    conversations: Sequence[int],
    heard: Callable[[Progress], None],
    stop: Callable[[], bool],
) -> Changes:
    """One step of mine, however many pieces it takes; what was done when `stop` was True stays. Raises KeyError for an
    unknown rule, StoreError."""
    done, step, whole = NOTHING, "", len(conversations)
    for at in range(0, whole, APPLIED_AT_ONCE):
        piece = conversations[at : at + APPLIED_AT_ONCE]
        done |= store.write(partial(_apply_piece, rule.id, piece, step))
        step = done.undo.batch if done.undo is not None else ""
        applied = at + len(piece)
        heard(Progress(applied, whole))
        if applied < whole and stop():
            return replace(done, sentence=f"{_to(rule, applied)} of {whole:,}. You stopped it; the rest is as it was.")
    return replace(done, sentence=f"{_to(rule, whole)} conversation{'' if whole == 1 else 's'}.")


def _apply_piece(rule: int, piece: Sequence[int], step: str, write: Writing) -> Changes:
    return write.apply_rule(rule, piece, step=step)


def _to(rule: Rule, number: int) -> str:
    return f"Rule “{rule.name}” applied to {number:,}"
