"""Choosing somebody, or a time zone, from a list that is typed into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtCore import QTimer

from inbox.core.clock import zone_named
from inbox.core.errors import InboxError
from inbox.core.person import PersonView
from inbox.ui import person_words as words
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.palette import PaletteEntry, PaletteSheet

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

CHOOSE = (("↑↓", "choose"), ("Enter", "take"), ("Esc", "close"))
BEFORE = "Everybody who ever wrote to you can be found by name."
MOST = 40
PAUSE_MS = 60
_NO_CITIES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix", "right", "Arctic/")


@cache
def cities() -> tuple[str, ...]:
    """Time zones by continent and city, as people know them."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NO_CITIES)))


class ZoneSheet(PaletteSheet):
    """`chosen` carries an entry whose id is the zone; "" to go by what is known."""

    prompt, says_title = "Type a city or a continent", True
    nothing = "No city of that name is on the list of time zones. Try a larger one nearby."
    legend = CHOOSE

    def __init__(self, look: Look, name: str, now: datetime, current: str) -> None:
        self.title = f"The time zone of {isolate(name)}"

        def find(typed: str) -> list[PaletteEntry]:
            sought = typed.casefold().replace(" ", "_").split("_")
            found = [zone for zone in cities() if all(word in zone.casefold() for word in sought)]
            entries = [_of_zone(zone, now) for zone in found[:MOST]]
            if current and not typed:
                entries = [_of_zone(current, now), PaletteEntry("Set now", "", "Not known after all"), *entries]
            return entries

        super().__init__(look, find)


def _of_zone(zone: str, now: datetime) -> PaletteEntry:
    continent, _, city = zone.partition("/")
    info = zone_named(zone)
    clock = f" · {now.astimezone(info):%H:%M} now" if info is not None else ""
    return PaletteEntry("Time zones", zone, city.replace("_", " "), f"{continent}{clock}", icon="globe")


class PeopleSheet(PaletteSheet):
    """`chosen` carries an entry whose id is an identity."""

    prompt, says_title = "Type a name", True
    nothing = "Nobody here has a name like that."
    legend = CHOOSE

    def __init__(self, desk: Desk, title: str, without: int, then: Callable[[int], object]) -> None:
        self.title = title
        self._desk, self._without, self._then, self._asked = desk, without, then, 0
        super().__init__(desk.window.look, lambda _: [])
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_up)
        self.typed.connect(self._on_words)
        self.chosen.connect(self._on_chosen)
        self._why_nothing.setText(BEFORE)

    def _on_chosen(self, entry: object) -> None:
        if isinstance(entry, PaletteEntry) and isinstance(entry.id, int):
            self._then(entry.id)

    def _on_words(self, typed: str) -> None:
        self._asked += 1
        self.be_looking(bool(typed))
        if typed:
            self._pause.start()
        else:
            self._why_nothing.setText(BEFORE)

    def _look_up(self) -> None:
        asked, typed, store = self._asked, self.typed_words(), self._desk.store

        def look() -> tuple[PersonView, ...]:
            with store.reading() as reading:
                return reading.search(typed).people if asked == self._asked else ()

        def found(people: tuple[PersonView, ...]) -> None:
            if asked == self._asked and self._desk.window.overlay.sheet is self:
                others = [one for one in people if one.id != self._without]
                self.show_found(typed, [_of_person(one) for one in others])

        def failed(_: InboxError) -> None:
            found(())  # an operator half typed

        engine = self._desk.engine_now()
        engine.runner.run("palette", look, found, failed, alive=lambda: not engine.closed)


def _of_person(person: PersonView) -> PaletteEntry:
    return PaletteEntry("People", person.id, person.name, words.first_line(person), icon="person")
