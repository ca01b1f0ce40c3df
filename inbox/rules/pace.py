"""How long what waits may take: from how long the last ones took, and nothing at all while that is a guess."""

from __future__ import annotations

from collections.abc import Sequence

ENOUGH = 10
"""Fewer handled conversations than this say nothing about the next ones."""


def minutes_left(handled_s: Sequence[float], left: int) -> int | None:
    """Whole minutes, at least one; None while too few were handled or none is left."""
    if len(handled_s) < ENOUGH or left < 1:
        return None
    from statistics import median  # brings fractions and decimals, which the first paint can do without

    return max(1, round(median(handled_s) * left / 60))
