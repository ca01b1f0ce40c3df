"""The part of the ports (`core/ports.py`) about what follows for people: stages, suggestions, what counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.model import Stage
from inbox.core.relation import NewSale, Relation, TurnDown


class StandingReading(Protocol):
    def relation(self, identity: int) -> Relation:
        """What is between us and what follows from it: facts, stage, segments, the next step. One row is read."""

    def segment_counts(self) -> dict[str, int]:
        """People by view: "everyone", and each segment that somebody is in. Maintained, not counted."""

    def counted_by(self) -> dict[str, str]:
        """What the user changed of `resources/thresholds.toml`, by key."""


class StandingWriting(Protocol):
    """Acts, each a step that undo takes back. `identity` stands for the person it belongs to."""

    def set_stage(self, identity: int, stage: Stage | None, sale: NewSale | None = None) -> Changes:
        """By hand; None: what follows from facts again. `sale`: what a customer bought. Raises Refused for an amount or
        a currency that is none."""

    def turn_down(self, identity: int, what: str, how: TurnDown) -> Changes:
        """A word of `StepKind`, or "friend" for that offer."""

    def suggest_again(self, identity: int) -> Changes:
        """Everything that was turned down for this person may be suggested again."""

    def set_counts(self, values: Mapping[str, int | None]) -> Changes:
        """Numbers of `resources/thresholds.toml` by key; None: as the file has it. Everybody is derived anew by
        `count_more`. Raises Refused for a key that nothing counts by."""

    def count_more(self) -> float:
        """One slice of who is to be derived anew, since what counts is another; how much of it is done, from 0 to 1."""
