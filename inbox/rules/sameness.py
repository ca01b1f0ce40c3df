"""When two messages are one (decision 13): the same words posted twice, or come by two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from inbox.core.text import comparable

DOUBLE_WITHIN: Final = 15 * 60 * 1_000_000
"""Microseconds."""
NEAR_WITHIN: Final = 24 * 3600 * 1_000_000
NEAR: Final = 0.8
"""Their words in common, counted twice, over the words of both: near enough to be offered as the same."""
_FEWEST_WORDS: Final = 4
"""Shorter ones are alike by chance ("thank you so much")."""
_MOST_WORDS: Final = 2_000
_RECENT: Final = 20
"""Earlier messages that one is compared with."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said; `at` in microseconds, as instants are kept."""

    id: int
    at: int
    text: str
    said_same: str = ""
    """What the person said of it: "=" and the `name` of what it repeats, "no": it repeats nothing, or ""."""
    name: str = ""


def doubles(said: Iterable[Utterance]) -> dict[int, int]:
    """Of each double the first of its kind: equal words, evened out, within 15 minutes of it. `said`: by one identity
    in one thread, in order of writing. Near-equal words are no doubles unless the person said so, nor are two messages
    without words (two pictures may differ)."""
    firsts: dict[int, int] = {}
    latest: dict[str, Utterance] = {}
    by_name: dict[str, int] = {}
    for one in said:
        words = comparable(one.text)
        by_hand = by_name.get(one.said_same[1:]) if one.said_same.startswith("=") else None
        if by_hand is not None:
            firsts[one.id] = firsts.get(by_hand, by_hand)
        by_name[one.name] = one.id
        if not words or by_hand is not None or one.said_same == "no":
            continue
        first = latest.get(words)
        if first is not None and one.at - first.at <= DOUBLE_WITHIN:
            firsts[one.id] = first.id
        else:
            latest[words] = one
    return firsts


def near_doubles(said: Iterable[Utterance]) -> dict[int, int]:
    """Of each message that says nearly what an earlier one said within a day, the id of that one: to be offered as the
    same, never joined by itself. `said` as for `doubles`; what the person has spoken on already is not offered."""
    near: dict[int, int] = {}
    recent: list[tuple[Utterance, Counter[str]]] = []
    for one in said:
        words = Counter(comparable(one.text).split()[:_MOST_WORDS])
        recent = [(before, bag) for before, bag in recent if one.at - before.at <= NEAR_WITHIN][-_RECENT:]
        if not one.said_same and words.total() >= _FEWEST_WORDS:
            alike = [(_alike(bag, words), before.id) for before, bag in recent]
            best = max(alike, default=(0.0, 0))
            if best[0] >= NEAR:
                near[one.id] = best[1]
        recent.append((one, words))
    return near


def _alike(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0
