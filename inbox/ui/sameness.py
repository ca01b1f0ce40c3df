"""One person, many handles, at the desk: choosing, comparing, parting, answering, and asking a website."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.model import Direction
from inbox.core.person import IdentityView, PersonView
from inbox.core.ports import Reading
from inbox.core.sameness import Suggestion
from inbox.ui.look.text import isolate

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.merge_sheet import Side
    from inbox.ui.profile.card import Act
    from inbox.ui.same_people_sheet import SamePeopleSheet

MOST = 60
"""Suggestions that are shown at once; the rest come when these are answered."""
_LOOKED_THROUGH = 20


class Sameness(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._sheet: SamePeopleSheet | None = None

    # merging and parting

    def ask_merge(self) -> None:
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        from inbox.ui.profile.choosing import PeopleSheet

        person = desk.read(lambda reading: reading.person(identity))
        title = f"Merge {isolate(person.name)} with…"

        # The comparison opens after the sheet of the choice has gone and given the keys back.
        def taken(other: int) -> None:
            QTimer.singleShot(0, self, lambda: self.compare(identity, other))

        desk.window.overlay.open(PeopleSheet(desk, title, person.id, taken))

    def compare(self, one: int, other: int) -> None:
        desk = self._desk
        from inbox.ui.merge_sheet import CompareSheet

        def look(reading: Reading) -> tuple[Side, Side, list[str]]:
            clues = [
                clue.words
                for found in reading.same_as(one, limit=_LOOKED_THROUGH)
                if {found.one.id, found.other.id} == {reading.person(one).id, reading.person(other).id}
                for clue in found.clues
            ]
            return _side(reading, one), _side(reading, other), clues

        first, second, clues = desk.read(look)
        sheet = CompareSheet(desk.window.look, desk.faces, (first, second), clues, desk.clock.now())

        def merged(name: str) -> None:
            desk.act(lambda write: write.merge(one, other, name))

        sheet.merged.connect(merged)
        desk.window.overlay.open(sheet)

    def ask_part(self) -> None:
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        person = desk.read(lambda reading: reading.person(identity))
        if len(person.identities) < 2:
            desk.say(f"{person.name} has one handle only, so there is nothing to part.")
            return
        from inbox.ui.merge_sheet import PartSheet

        sheet = PartSheet(desk.window.look, desk.faces, person)

        def parted(leaving: object) -> None:
            if isinstance(leaving, tuple):
                desk.act(lambda write: write.part(leaving))

        sheet.parted.connect(parted)
        desk.window.overlay.open(sheet)

    # suggestions

    def show(self) -> None:
        desk = self._desk
        from inbox.ui.same_people_sheet import SamePeopleSheet

        sheet = SamePeopleSheet(desk.window.look, desk.faces)
        sheet.acted.connect(self._on_acted)
        sheet.compared.connect(self._on_compared)
        self._sheet = sheet
        desk.window.overlay.open(sheet)
        self._look()

    def on_changed(self, changes: Changes) -> None:
        if self._sheet is not None and self._desk.window.overlay.sheet is self._sheet and changes.people:
            self._look()

    def _on_acted(self, work: Act) -> None:
        self._desk.act(work)

    def _on_compared(self, found: object) -> None:
        if isinstance(found, Suggestion):
            one, other = found.one.id, found.other.id
            QTimer.singleShot(0, self, lambda: self.compare(one, other))

    def _look(self) -> None:
        """In a lane: it looks through everybody."""
        engine, store, sheet = self._desk.engine_now(), self._desk.store, self._sheet

        def look() -> tuple[list[Suggestion], list[IdentityView]]:
            with store.reading() as reading:
                return reading.same_people(limit=MOST), reading.claimed()

        def found(both: tuple[list[Suggestion], list[IdentityView]]) -> None:
            if sheet is not None and self._desk.window.overlay.sheet is sheet:
                sheet.show_found(*both)

        engine.runner.run("same-people", look, found, alive=lambda: not engine.closed)

    # their website

    def check_website(self) -> None:
        """Asked for by the person: one request to each website of theirs, and what it links to is kept."""
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        person = desk.read(lambda reading: reading.person(identity))
        sites = _sites(person)
        if not sites:
            desk.say(f"No website of {person.name} is known.")
        elif desk.is_sample:
            desk.say("The sample fetches nothing from the internet, websites included.", tone="warn")
        else:
            self._fetch(person, sites)

    def _fetch(self, person: PersonView, sites: list[tuple[int, str]]) -> None:
        desk, engine, store = self._desk, self._desk.engine_now(), self._desk.store
        around = engine.parts.reading_sessions.around(False)
        desk.say(f"Asking {', '.join(address for _, address in sites)}…")

        def ask() -> int:
            from inbox.networks.websites import fetch_links_back
            from inbox.services.links_back import check

            return check(store, sites, lambda address: fetch_links_back(address, around))

        def asked(count: int) -> None:
            links = "one link" if count == 1 else f"{count} links"
            desk.say(f"The website of {person.name} has {links} to pages that it calls its own (rel=me).")

        engine.runner.run(
            "websites",
            ask,
            asked,
            lambda error: _warn(desk, error),
            alive=lambda: not engine.closed,
        )


def _warn(desk: Desk, error: InboxError) -> None:
    desk.say(str(error), tone="warn")


def _side(reading: Reading, identity: int) -> Side:
    from inbox.ui.merge_sheet import Side

    entries = reading.history(identity, limit=_LOOKED_THROUGH)
    last = next((entry for entry in entries if entry.direction is Direction.IN), None)
    person = reading.person(identity)
    return Side(person, last.snippet, last.at) if last is not None else Side(person)


def _sites(person: PersonView) -> list[tuple[int, str]]:
    """(identity, address), each website once, three at most."""
    found = {one.site_url: one.id for one in reversed(person.identities) if one.site_url}
    return [(id, address) for address, id in reversed(found.items())][:3]
