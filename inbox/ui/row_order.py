"""In which order the conversations of a list stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from inbox.core.model import RowKey, Sort, State

Rank = tuple[int | str, ...]
"""Where a key stands in the order; its last part is the conversation's id, so that no two are equal."""


def rank_of(key: RowKey, sort: Sort, view: State | None = None) -> Rank:
    """Ties are broken as in the store's pages; the conversations of one person stand by time here, there by id. In the
    view Snoozed nothing is to be answered: what comes back soonest takes the place of what is worth most."""
    if sort is Sort.WORTH and view is State.SNOOZED:
        return (key.wakes, -key.at, key.id)
    if sort is Sort.WORTH:
        return (-key.worth, -key.at, key.id)
    if sort is Sort.NEWEST:
        return (-key.at, key.id)
    if sort is Sort.OLDEST:
        return (key.at, -key.id, key.id)
    return (key.name, key.person, -key.at, key.id)


def runs(descending: Sequence[int]) -> list[tuple[int, int]]:
    """(last, first) of each run of neighbouring numbers, from the highest."""
    if not descending:
        return []
    breaks = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(descending)) if one - 1 != other), len(descending)]
    return [(descending[start], descending[end - 1]) for start, end in pairwise(breaks)]
