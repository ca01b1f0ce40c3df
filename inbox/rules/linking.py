"""Links between identities, and the people they make: whoever a chain of links leads to is one person (decision 3)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
"""How a link is named."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parting(Generic[Name]):
    """What makes two people of one: the links that go, and those that keep each side together without them."""

    cut: tuple[Name, ...]
    bridges: tuple[Pair, ...]


def groups(members: Iterable[int], links: Iterable[Pair]) -> list[list[int]]:
    """Who belongs together, each group in order, the groups by their smallest; links to others are passed over."""
    first = {member: member for member in members}

    def root(member: int) -> int:
        while first[member] != member:
            first[member] = first[first[member]]
            member = first[member]
        return member

    for one, other in links:
        if one in first and other in first:
            low, high = sorted((root(one), root(other)))
            first[high] = low
    found: dict[int, list[int]] = {}
    for member in sorted(first):
        found.setdefault(root(member), []).append(member)
    return list(found.values())


def part(links: Mapping[Name, Pair], members: Collection[int], leaving: Collection[int]) -> Parting[Name]:
    """Those who leave stay one person among themselves, and so do those who stay."""
    leave, stay = set(leaving), set(members) - set(leaving)
    cut = tuple(name for name, (one, other) in links.items() if (one in leave) != (other in leave))
    kept = [pair for name, pair in links.items() if name not in cut]
    bridges: list[Pair] = []
    for side in (stay, leave):
        heads = [group[0] for group in groups(side, kept)]
        bridges += [(heads[0], head) for head in heads[1:]]
    return Parting(cut, tuple(bridges))
