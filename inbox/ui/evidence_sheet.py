"""The very messages that a conclusion counts, to be opened where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inbox.core.errors import NotHere
from inbox.core.model import Direction, Message
from inbox.core.relation import Evidence
from inbox.core.text import plain_line
from inbox.ui.look import times
from inbox.ui.look.text import isolate
from inbox.ui.palette import PaletteEntry, PaletteSheet

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

_LONG = 60


class EvidenceSheet(PaletteSheet):
    prompt, says_title = "Words of a message", True
    nothing = "None of these messages has such words."
    legend = (("↑↓", "choose"), ("Enter", "open"), ("Esc", "close"))

    def __init__(self, desk: Desk, name: str, why: str, evidence: Evidence) -> None:
        self.title = f"What the next step with {isolate(name)} counts"
        self._desk = desk
        entries = [_entry(desk, one, why) for one in _messages(desk, evidence)]

        def find(typed: str) -> list[PaletteEntry]:
            words = typed.casefold().split()
            return [one for one in entries if all(word in f"{one.title} {one.subtitle}".casefold() for word in words)]

        super().__init__(desk.window.look, find)
        self._why_nothing.setText("" if entries else why)
        self.chosen.connect(self._on_chosen)

    def _on_chosen(self, entry: object) -> None:
        if isinstance(entry, PaletteEntry) and isinstance(entry.id, tuple):
            self._desk.acts.open_at(*entry.id)


def _messages(desk: Desk, evidence: Evidence) -> list[Message]:
    found: list[Message] = []
    for id in evidence.messages:
        try:
            found.append(desk.read(lambda reading, id=id: reading.message(id)))  # type: ignore[misc]
        except NotHere:
            continue  # erased, or forgotten with its place
    return found


def _entry(desk: Desk, one: Message, why: str) -> PaletteEntry:
    who = "You" if one.direction is Direction.OUT else one.author
    when = times.date(one.sort_at, desk.clock.now())
    return PaletteEntry(why, (one.conversation, one.id), plain_line(one.text, _LONG), f"{who} · {when}", icon="reply")
