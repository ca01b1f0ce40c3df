"""When two messages are one (decision 13): the same words posted twice, or come by two ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from inbox.core.text import comparable

DOUBLE_WITHIN: Final = 15 * 60 * 1_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said; `at` in microseconds, as instants are kept."""

    id: int
    at: int
    text: str


def doubles(said: Iterable[Utterance]) -> dict[int, int]:
    """Of each double the first of its kind: equal words, evened out, within 15 minutes of it. `said`: by one identity
    in one thread, in order of writing. Near-equal words are no doubles, nor are two messages without words (two
    pictures may differ)."""
    firsts: dict[int, int] = {}
    latest: dict[str, Utterance] = {}
    for one in said:
        words = comparable(one.text)
        if not words:
            continue
        first = latest.get(words)
        if first is not None and one.at - first.at <= DOUBLE_WITHIN:
            firsts[one.id] = first.id
        else:
            latest[words] = one
    return firsts
