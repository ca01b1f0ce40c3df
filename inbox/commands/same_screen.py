"""The part of the screen (`context.Screen`) that is about one person with many handles."""

from __future__ import annotations

from typing import Protocol


class SameScreen(Protocol):
    def ask_merge(self) -> None:
        """Whom the person at hand is one with: chosen from a list, looked at side by side, then done."""

    def ask_part(self) -> None:
        """Which handles of the person at hand leave."""

    def show_same_people(self) -> None:
        """All open suggestions of who may be one person, and the handles that were said to be mine."""

    def check_website(self) -> None:
        """Ask the website of the person at hand where it links to as the same person."""
