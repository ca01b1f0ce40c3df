"""Choosing which conversation to join with the one at hand, and which of several to part from it."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.joining import JoinedThread
from inbox.core.model import Row
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.palette import PaletteEntry, PaletteSheet


class JoinSheet(PaletteSheet):
    prompt, says_title = "Type a name, a title or words of the other conversation", True
    nothing = "No conversation elsewhere has these words."
    legend = (("↑↓", "choose"), ("Enter", "join"), ("Esc", "close"))

    def __init__(self, look: Look, title: str) -> None:
        """`title`: of the conversation at hand."""
        self.title = f"Join “{isolate(title)}” with…" if title else "Join with another conversation"
        super().__init__(look, lambda _: [])

    def show_rows(self, typed: str, rows: Sequence[Row]) -> None:
        """What was found for these words."""
        self.show_found(typed, [_entry(row) for row in rows])


class PartSheet(PaletteSheet):
    title, prompt, says_title = "Part a conversation", "Type to find one", True
    nothing = "None of those that are joined has these words."
    legend = (("↑↓", "choose"), ("Enter", "part"), ("Esc", "close"))

    def __init__(self, look: Look, joined: Sequence[JoinedThread]) -> None:
        entries = [
            PaletteEntry("Joined", one.link, one.title or one.place_title, one.place_title, icon="link")
            for one in joined
        ]

        def find(typed: str) -> list[PaletteEntry]:
            words = typed.casefold().split()
            return [one for one in entries if all(word in f"{one.title} {one.subtitle}".casefold() for word in words)]

        super().__init__(look, find)


def _entry(row: Row) -> PaletteEntry:
    return PaletteEntry("Conversations", row.id, f"{row.called} · {row.subject}", row.place_title, icon="quote")
