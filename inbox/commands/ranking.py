"""In which order the palette shows what it finds: how well the words fit first, then how often it was chosen lately."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inbox.core.lookup import name_key

SETTING = "palette_use"
HALF_LIFE_DAYS = 14.0
MOST_KEPT = 200
PREFIX, WORD_STARTS, OTHER_WORDS, INSIDE, SCATTERED = range(5)
"""How words fit, the best first."""


def fit(typed: str, title: str, words: str = "") -> int | None:
    """How what was typed fits a title, or the other words it is known by; None where it does not.

    Accents and capitals do not count. Scattered: the letters come in this order, the first one at the start of a word.
    """
    wanted, title, words = name_key(typed), name_key(title), name_key(words)
    parts = wanted.split()
    if not parts or title.startswith(wanted):
        return PREFIX
    if _all_begin(parts, title):
        return WORD_STARTS
    if _all_begin(parts, f"{title} {words}"):
        return OTHER_WORDS
    if all(part in title or part in words for part in parts):
        return INSIDE
    return SCATTERED if _is_scattered("".join(parts), title) else None


def _all_begin(parts: list[str], text: str) -> bool:
    return all(f" {part}" in f" {text}" for part in parts)


def _is_scattered(letters: str, text: str) -> bool:
    starts = [at for at, sign in enumerate(text) if sign == letters[0] and (at == 0 or text[at - 1] == " ")]
    return any(_follow(letters, text[at:]) for at in starts)


def _follow(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


@dataclass(slots=True)
class Use:
    """How often things were chosen: each choice counts 1 and half as much after a fortnight.

    `counts[name]` is (weight, the day it had that weight, in days since 1970).
    """

    counts: dict[str, tuple[float, float]] = field(default_factory=dict)

    def weight(self, name: str, now: datetime) -> float:
        weight, day = self.counts.get(name, (0.0, 0.0))
        return float(weight * 0.5 ** (max(0.0, _day(now) - day) / HALF_LIFE_DAYS))

    def choose(self, name: str, now: datetime) -> None:
        """The least used are forgotten beyond the most that are kept."""
        self.counts[name] = (self.weight(name, now) + 1.0, _day(now))
        if len(self.counts) > MOST_KEPT:
            del self.counts[min(self.counts, key=lambda one: self.weight(one, now))]

    def written(self) -> str:
        return json.dumps({name: [round(weight, 3), round(day, 2)] for name, (weight, day) in self.counts.items()})


def read_use(text: str) -> Use:
    """What `written` gave; anything else counts as never used."""
    try:
        data = json.loads(text or "{}")
    except ValueError:
        return Use()
    return Use(dict(_usable(data)) if isinstance(data, dict) else {})


def _usable(data: Mapping[str, object]) -> list[tuple[str, tuple[float, float]]]:
    return [
        (name, (float(pair[0]), float(pair[1])))
        for name, pair in data.items()
        if isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(one, int | float) and abs(one) < 1e9 for one in pair)
    ]


def _day(moment: datetime) -> float:
    return moment.timestamp() / 86_400
