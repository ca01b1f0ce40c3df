"""What people and networks look like in the panes: one room, so that a person has the same colour everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from inbox.ui.look.paint import Badge, Face, face_of


@dataclass(frozen=True, slots=True)
class Dress:
    """How a network is shown: its name in sentences, what its places are called ("blog"), its badge."""

    title: str
    place_word: str = "place"
    badge: Badge | None = None
    lately: tuple[str, ...] = ()
    """How the stable ids of people begin whose last posts this network shows."""


class Faces:
    """`dress_of(network)` is asked for every network that a value names, also for one that is no longer installed."""

    def __init__(self, dress_of: Callable[[str], Dress]) -> None:
        self._dress_of = dress_of
        self.face = lru_cache(maxsize=4096)(self._face)

    def dress(self, network: str) -> Dress:
        return self._dress_of(network)

    def _face(self, name: str, identity: int, network: str = "") -> Face:
        """`identity` decides the hue, so that a new name keeps the colour; 0 falls back to the name."""
        badge = self._dress_of(network).badge if network else None
        return face_of(name, str(identity or name), badge)
