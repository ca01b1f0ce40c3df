"""What the palette finds: commands and views at once, people and conversations as soon as a lane has looked them up.

What was chosen often lately comes first among what fits as well.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.commands import ranking
from inbox.core.errors import InboxError
from inbox.core.model import State
from inbox.core.person import SearchHits
from inbox.core.relation import Segment
from inbox.ui.palette import PaletteEntry, PaletteSheet
from inbox.ui.people_views import at_of
from inbox.ui.views import DRAFTS, OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable

    from inbox.ui.desk import Desk

PAUSE_MS = 60
SHORTEST = 2
MOST_FOUND = 8
VIEWS: dict[object, str] = {(state, 0): f"navigate.{state.value}" for state in State} | {
    OUTBOX: "navigate.outbox",
    DRAFTS: "navigate.drafts",
    at_of(None): "navigate.people",
    **{at_of(segment): f"navigate.people_{segment}" for segment in Segment},
}
"""Keys of the sidebar whose view has a command: it stands under Views, and once."""


class PaletteSearch(QObject):
    def __init__(self, desk: Desk, open_person: Callable[[object], None]) -> None:
        super().__init__(desk)
        self._desk, self._open_person = desk, open_person
        self._asked = 0
        self._sheet: PaletteSheet | None = None
        self._use = ranking.Use()
        self._knows_use = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_up)

    def open(self) -> None:
        desk = self._desk
        if not self._knows_use and desk.engine is not None:
            # Once: what was chosen a moment ago may still be on its way into the store.
            self._use, self._knows_use = ranking.read_use(desk.setting(ranking.SETTING, "")), True
        sheet = PaletteSheet(desk.window.look, self.at_once)
        sheet.typed.connect(self._on_typed)
        sheet.chosen.connect(self._on_chosen)
        self._sheet = sheet
        desk.window.overlay.open(sheet)

    def at_once(self, typed: str) -> list[PaletteEntry]:
        """Views and commands that fit, the best first."""
        desk, views = self._desk, self._views()
        shown = {entry.id for entry in views}
        commands = [
            (PaletteEntry("Commands", one.id, one.title, str(one.group), desk.keys.shown(one.id)), one.words)
            for one in desk.known.values()
            if one.id not in shown
        ]
        entries = commands + [(entry, "view place") for entry in views]
        fits = [(ranking.fit(typed, entry.title, f"{words} {entry.subtitle}"), entry) for entry, words in entries]
        found = [(how, -self._weight(entry), entry) for how, entry in fits if how is not None]
        well = [one for one in found if one[0] < ranking.SCATTERED]  # scattered letters where nothing else fits
        best = sorted(well or found, key=lambda one: one[:2])
        return [replace(entry, is_far=how == ranking.SCATTERED) for how, _, entry in best]

    def _views(self) -> list[PaletteEntry]:
        """The lines of the sidebar; each is taught the key of its command, else its digit."""
        desk, known = self._desk, self._desk.known
        found: list[PaletteEntry] = []
        for line in desk.surroundings.view_entries():
            command = VIEWS.get(line.key, "")
            nth = desk.keys.shown(f"navigate.view_{desk.views.digit_of(line.key)}")
            if command in known:
                found.append(PaletteEntry("Views", command, line.title, "view", desk.keys.shown(command) or nth))
            else:
                found.append(PaletteEntry("Views", ("view", line.key), line.title, "place", nth))
        return found

    # what must be looked up

    def _on_typed(self, typed: str) -> None:
        self._asked += 1
        worth_it = len(typed) >= SHORTEST or not typed.isascii()
        if self._sheet is not None:
            self._sheet.be_looking(worth_it and self._desk.engine is not None)
        if worth_it:
            self._pause.start()
        else:
            self._pause.stop()

    def _look_up(self) -> None:
        sheet, desk = self._sheet, self._desk
        if sheet is None or desk.window.overlay.sheet is not sheet or desk.engine is None:
            return
        asked, typed, store = self._asked, sheet.typed_words(), desk.store

        def look() -> SearchHits | None:
            if asked != self._asked:
                return None  # somebody typed on
            with store.reading() as reading:
                return reading.search(typed, limit=MOST_FOUND)

        def found(hits: SearchHits | None) -> None:
            if asked == self._asked and desk.window.overlay.sheet is sheet:
                sheet.show_found(typed, self._entries(typed, hits) if hits is not None else [])

        def failed(_: InboxError) -> None:
            found(None)  # an operator half typed: the commands are enough

        desk.engine_now().runner.run("palette", look, found, failed)

    def _entries(self, typed: str, hits: SearchHits) -> list[PaletteEntry]:
        people = [
            PaletteEntry("People", ("person", one.id), one.name, _messages(one.messages_in), icon="people")
            for one in hits.people[:MOST_FOUND]
        ]
        people.sort(key=partial(self._how_near, typed))
        return people + [
            PaletteEntry("Conversations", ("conversation", one.id), one.name, one.snippet, icon="quote")
            for one in hits.conversations[:MOST_FOUND]
        ]

    def _how_near(self, typed: str, entry: PaletteEntry) -> tuple[int, float]:
        how = ranking.fit(typed, entry.title)
        return (ranking.SCATTERED if how is None else how, -self._weight(entry))

    # what was chosen

    def _on_chosen(self, entry: object) -> None:
        if not isinstance(entry, PaletteEntry):
            return
        self._count(entry)
        match entry.id:
            case str(command):
                self._desk.run(command)
            case ("view", key):
                self._desk.screen.show_line(key)
            case ("person", identity):
                self._open_person(identity)
            case ("conversation", int(conversation)):
                self._desk.views.show_conversation(conversation)

    def _count(self, entry: PaletteEntry) -> None:
        name = _name(entry)
        if name and self._desk.engine is not None:
            self._use.choose(name, self._desk.clock.now())
            written = self._use.written()
            self._desk.act(lambda write: write.set_setting(ranking.SETTING, written), quiet=True)

    def _weight(self, entry: PaletteEntry) -> float:
        return self._use.weight(_name(entry), self._desk.clock.now())


def _name(entry: PaletteEntry) -> str:
    """As it is counted; conversations are not, they come and go."""
    match entry.id:
        case str(command):
            return command
        case ("view", key):
            return f"view:{key}"
        case ("person", identity):
            return f"person:{identity}"
        case _:
            return ""


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"
