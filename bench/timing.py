"""Two ways of doing the same, timed in turns, so that a busy moment of the machine falls on both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles

Work = Callable[[int], object]
"""Called with the number of the turn, so that it can ask for something else each time."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds. What is compared is `usual`, the lower quartile: a busy machine stretches the longer of two things
    more, and so spoils the ratio of their medians."""

    usual: float
    p99: float


def in_turns(ours: Work, raw: Work, *, turns: int = 200, seconds: float = 4.0) -> tuple[Times, Times]:
    """At most `turns` times each and about `seconds`, never fewer than seven times."""
    for turn in range(3):
        ours(turn), raw(turn)
    spent: tuple[list[float], list[float]] = ([], [])
    end = time.perf_counter() + seconds
    gc.collect()
    gc.disable()
    try:
        for turn in range(turns):
            for work, times in zip((ours, raw), spent, strict=True):
                began = time.perf_counter()
                work(turn)
                times.append((time.perf_counter() - began) * 1000)
            if turn >= 6 and time.perf_counter() > end:
                break
    finally:
        gc.enable()
    return _times(spent[0]), _times(spent[1])


def _times(spent: list[float]) -> Times:
    hundredths = quantiles(spent, n=100, method="inclusive")
    return Times(hundredths[24], hundredths[98])
