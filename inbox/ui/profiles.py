"""Whose profile is open as a page, and what is asked on sheets about a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from inbox.core.changes import Changes
from inbox.core.person import HistoryEntry
from inbox.core.profile import Contact, LineKey, Sought, What
from inbox.ui.look.text import isolate
from inbox.ui.profile.deck import C, Deck

if TYPE_CHECKING:
    from inbox.commands.registry import Command
    from inbox.ui.desk import Desk
    from inbox.ui.profile.page import ProfilePage

AT_FIRST = 40
"""Lines of the history that are read at once; the keys of all others come from a lane."""


class Profiles(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._page: ProfilePage | None = None
        self._asked = 0
        self.person: int | None = None
        """An identity of whom the page shows; None while it is closed."""

    @property
    def is_open(self) -> bool:
        return self.person is not None and self._desk.window.frame.page is self._page

    # the page

    def toggle(self) -> None:
        if self.is_open:
            self.leave()
        else:
            self.open(self._desk.person())

    def open(self, identity: object) -> None:
        desk = self._desk
        if not isinstance(identity, int) or desk.engine is None:
            return
        page = self._made_page()
        self.person = identity
        if not self._fill(fresh=True):
            self.person = None
            return
        desk.window.frame.show_page(page)
        desk.surroundings.say_status()
        page.take_focus()

    def leave(self) -> None:
        desk = self._desk
        self._asked += 1
        if self._page is not None:
            self._page.deck.finish(keep=True)
        self.person = None
        desk.window.frame.show_page(None)
        desk.surroundings.show()
        desk.details.soon()
        desk.list_pane().setFocus(Qt.FocusReason.OtherFocusReason)

    def make_way(self, command: Command) -> None:
        """What answers means their newest conversation, which is opened for it."""
        if not self.is_open or not command.id.startswith("reply."):
            return
        identity = self.person or 0
        entries = self._desk.read(lambda reading: reading.history(identity, limit=AT_FIRST))
        newest = next((one.conversation for one in entries if one.conversation is not None), None)
        if newest is not None:
            self.leave()
            self._desk.views.show_conversation(newest)
            self._desk.details.show_now()

    def on_changed(self, changes: Changes) -> None:
        if self.is_open and self._page is not None and changes.people:
            self._fill(fresh=False)

    def _made_page(self) -> ProfilePage:
        if self._page is None:
            from inbox.ui.profile.card import Around
            from inbox.ui.profile.page import ProfilePage

            desk = self._desk
            page = ProfilePage(Around(desk.window.look, desk.faces, desk.clock.now), self._read_lines)
            page.left.connect(self.leave)
            page.history.sought.connect(self._look_up)
            page.history.opened.connect(self._on_opened)
            page.deck.left.connect(page.take_focus)
            desk.acts.hear(page.deck)
            self._page = page
        return self._page

    def _fill(self, *, fresh: bool) -> bool:
        page, identity = self._made_page(), self.person or 0
        sought = Sought() if fresh else page.history.now_sought()
        try:
            with self._desk.store.reading() as reading:
                page.show_person(reading.person(identity), reading)
                if fresh:
                    page.history.show_keys(reading.history_keys(identity, sought, limit=AT_FIRST), more=True)
        except KeyError:
            if not fresh:
                self.leave()  # erased, or forgotten with its place
            return False
        self._look_up(sought)
        return True

    def _read_lines(self, keys: Sequence[LineKey]) -> list[HistoryEntry]:
        engine = self._desk.engine
        return [] if engine is None or engine.closed else engine.read(lambda reading: reading.history_lines(keys))

    def _look_up(self, sought: object) -> None:
        """All keys, in a lane; an answer that is no longer asked for is dropped."""
        if not isinstance(sought, Sought) or self.person is None:
            return
        self._asked += 1
        asked, identity, store, engine = self._asked, self.person, self._desk.store, self._desk.engine_now()

        def look() -> list[LineKey] | None:
            if asked != self._asked:
                return None
            with store.reading() as reading:
                return reading.history_keys(identity, sought)

        def found(keys: list[LineKey] | None) -> None:
            if keys is not None and asked == self._asked and self._page is not None:
                self._page.history.show_keys(keys)

        engine.runner.run(
            "history",
            look,
            found,
            lambda error: self._desk.say(str(error), tone="warn"),
            alive=lambda: not engine.closed,
        )

    def one_level_out(self) -> None:
        """What is being written is kept first; then back to the conversations."""
        page = self._page
        if page is not None and page.deck.finish(keep=True):
            page.take_focus()
        elif page is None or not page.back_to_cards():
            self.leave()

    def search(self) -> None:
        if not self.is_open:
            self.open(self._desk.person())
        if self._page is not None and self.is_open:
            self._page.show_history()
            self._page.history.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # keys on the page

    def step(self, by: int) -> None:
        if self._page is not None:
            rows = self._page.history.rows
            at = rows.currentIndex().row()
            self._page.show_history()
            rows.go(at + by)

    def edge(self, *, last: bool) -> None:
        if self._page is not None:
            self._page.show_history()
            self._page.history.rows.go(len(self._page.history.model.keys) if last else 0)

    def open_line(self) -> None:
        if self._page is not None:
            self._page.history.open_current()

    def step_person(self, by: int) -> None:
        """The next one down the list that the page was opened from."""
        pane = self._desk.window.inbox
        pane.step_person(by)
        current = pane.current()
        rows = self._desk.read(lambda reading: reading.rows([current])) if current is not None else []
        if rows and rows[0].identity:
            self.open(rows[0].identity)

    def begin(self, kind: type[C], how: Callable[[C], object] | None = None) -> None:
        """Write in a card of the page, or of the panel where it is closed; `how`: in which part of it."""
        if self.is_open and self._page is not None:
            self._page.begin(kind, how)
        else:
            self._desk.screen.show_panel()
            self._desk.window.person.begin(kind, how)

    # sheets

    def ask_zone(self) -> None:
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        from inbox.ui.palette import PaletteEntry
        from inbox.ui.profile.choosing import ZoneSheet

        zone = desk.read(lambda reading: reading.profile(identity)).zone
        name = desk.read(lambda reading: reading.person(identity)).name
        sheet = ZoneSheet(desk.window.look, name, desk.clock.now(), zone.zone if zone is not None else "")

        def taken(entry: object) -> None:
            if isinstance(entry, PaletteEntry):
                chosen = str(entry.id)
                desk.act(lambda write: write.set_zone(identity, chosen))

        sheet.chosen.connect(taken)
        desk.window.overlay.open(sheet)

    def ask_introducer(self) -> None:
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        from inbox.ui.profile.choosing import PeopleSheet

        person = desk.read(lambda reading: reading.person(identity))

        def taken(by: int) -> None:
            desk.act(lambda write: write.introduce(identity, by, ""))

        desk.window.overlay.open(PeopleSheet(desk, f"Who introduced {isolate(person.name)} to you?", person.id, taken))

    def ask_contact(self, contact: Contact | None = None) -> None:
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        from inbox.ui.profile.log_sheet import LogSheet

        name = desk.read(lambda reading: reading.person(identity)).name
        sheet = LogSheet(desk.window.look, name, desk.clock.now(), contact=contact)

        def logged(known: object) -> None:
            if isinstance(known, Contact) and known.id:
                desk.act(lambda write: write.change_contact(known))
            elif isinstance(known, Contact):
                desk.act(lambda write: write.log_contact(identity, known))

        def removed(known: object) -> None:
            if isinstance(known, int):
                desk.act(lambda write: write.remove_contact(known))

        sheet.logged.connect(logged)
        sheet.removed.connect(removed)
        desk.window.overlay.open(sheet)

    def deck(self) -> Deck:
        """Of the page where it is open, else of the panel."""
        return self._page.deck if self.is_open and self._page is not None else self._desk.window.person.deck

    def _on_opened(self, line: object) -> None:
        if not isinstance(line, HistoryEntry):
            return
        if line.what is What.CONTACT:
            self.ask_contact(self._desk.read(lambda reading: reading.contact(line.id)))
        elif line.what is What.NOTE:
            from inbox.ui.profile.notes import NotesCard

            self.begin(NotesCard)
        elif line.conversation is not None:
            self._desk.acts.open_at(line.conversation, line.message or None)
