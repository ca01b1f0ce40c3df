"""What opens above the window: palette, key sheet, settings, links; and the search in the top bar.

Each is imported when it is first opened: none of it is needed for the first paint.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.commands.own_keys import OwnKeys
from inbox.core.errors import InboxError
from inbox.core.person import SearchHits
from inbox.core.views import SearchValues
from inbox.rules.people_words import OPERATORS as PEOPLE_OPERATORS
from inbox.rules.search_words import OPERATORS
from inbox.ui.look.theme import Wish
from inbox.ui.search_help import SearchHelp

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.palette_search import PaletteSearch

PAUSE_MS = 90
"""Between two letters of somebody who types on."""
SHORTEST = 2


class Finding(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._typed_on = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self._search() if self._typed_on else None)
        self._asked = self._entered = 0
        self._palette: PaletteSearch | None = None
        top = desk.window.top
        top.search_typed.connect(lambda _: self._on_typed())
        top.search_entered.connect(self._on_entered)
        desk.window.results.person_chosen.connect(self._open_person)
        self.values = SearchValues()
        self.help = SearchHelp(
            desk.window.look, desk.window.frame, top.search.line, lambda: self.values, self._searched_lately
        )
        self.help.operators = lambda: PEOPLE_OPERATORS if desk.people.is_shown else OPERATORS
        self.help.taken.connect(lambda _: self._on_typed())
        top.search.line.focused.connect(lambda on: self.learn_values() if on else None)

    # search

    def learn_values(self) -> None:
        """What the operators can be given: looked up when the field is entered, before a word is complete."""
        desk = self._desk
        if desk.engine is None:
            return
        engine, store = desk.engine, desk.store

        def look() -> SearchValues:
            with store.reading() as reading:
                return reading.search_values()

        def learned(values: SearchValues) -> None:
            self.values = values

        engine.runner.run("search-values", look, learned, alive=lambda: not engine.closed)

    def _searched_lately(self) -> list[str]:
        desk = self._desk
        return desk.read(lambda reading: reading.searches()) if desk.engine is not None else []

    def _search(self, *, shortest: int = SHORTEST) -> None:
        desk = self._desk
        query = desk.window.top.search.line.text().strip()
        if desk.engine is None:
            return
        if not query:
            if desk.views.is_searching():
                desk.views.leave_search()
            desk.people.leave_search()
            return
        if desk.is_on_page():
            desk.flow.leave()
        if len(query) < shortest and query.isascii():
            return
        self._asked += 1
        if desk.people.is_shown:
            desk.people.search(query)
            return
        asked, store, engine = self._asked, desk.store, desk.engine_now()

        def look() -> SearchHits | None:
            if asked != self._asked:
                return None  # somebody typed on while an earlier question was looked up
            with store.reading() as reading:
                return reading.search(query)

        def found(hits: SearchHits | None) -> None:
            self.help.say_wrong("")
            if hits is not None and not hits.is_asked and asked != self._entered:
                return  # "is:" on its way to "is:waiting": what stands there stays
            covered, in_field = desk.window.overlay.sheet is not None, desk.window.holds_focus(desk.window.top)
            if not covered and not in_field and desk.router.is_writing():
                return  # who has begun to write since goes on, to whom they write
            if hits is not None and asked == self._asked and desk.window.top.search.line.text().strip() == query:
                desk.views.show_results()
                desk.window.results.show_hits(query, hits)
                if asked == self._entered:
                    desk.window.results.setFocus()
                desk.surroundings.say_empty()
                desk.surroundings.say_status()

        def failed(error: InboxError) -> None:
            if asked == self._asked:
                self.help.say_wrong(str(error))  # what was found before stays

        engine.runner.run("search", look, found, failed, alive=lambda: not engine.closed)

    def _on_typed(self) -> None:
        """At once for who pauses between two letters, so that what is found is there in the next frame."""
        self._typed_on = self._pause.isActive()
        asked = self._asked
        if not self._typed_on:
            self._search()
        if self._typed_on or self._asked != asked:
            self._pause.start()

    def _on_entered(self) -> None:
        """The keys go to what is found once it is there; a query with a mistake keeps them."""
        self._pause.stop()
        self._search(shortest=1)
        self._entered = self._asked
        self.help.put_away()
        query = self._desk.window.top.search.line.text().strip()
        if self._desk.people.is_shown:
            self._desk.list_pane().setFocus()
        elif query and self._desk.engine is not None:
            self._desk.act(lambda write: write.note_search(query), quiet=True)

    def _open_person(self, identity: object) -> None:
        """Whoever it is, also somebody who never wrote: their page says what there is."""
        self._desk.profiles.open(identity)

    # palette

    def open_palette(self) -> None:
        from inbox.ui.palette_search import PaletteSearch

        if self._palette is None:
            self._palette = PaletteSearch(self._desk, self._open_person)
        self._palette.open()

    # sheets

    def open_keys(self) -> None:
        from inbox.ui.key_lines import lines_of, with_views
        from inbox.ui.keysheet import KeySheet

        desk = self._desk
        groups = lines_of(desk.known, desk.keys.keymap, mac=sys.platform == "darwin")
        views = {desk.keys.shown(f"navigate.view_{one.key}"): one.name for one in desk.views.saved if one.key}
        groups = with_views(groups, {key: name for key, name in views.items() if key})
        own = ", with keys of your own" if self._desk.keys.own.keys else ""
        sheet = KeySheet(self._desk.window.look, groups, f"{self._desk.keys.scheme_title}{own}")
        sheet.change_wanted.connect(self.open_change_keys)
        self._desk.window.overlay.open(sheet)

    def open_change_keys(self, typed: str = "") -> None:
        from inbox.ui.change_keys import ChangeKeysSheet

        desk, runner = self._desk, self._desk.engine_now().runner
        sheet = ChangeKeysSheet(
            desk.window.look,
            desk.known,
            desk.keys,
            desk.router.listen,
            single_keys=desk.router.single_keys,
            typed=typed,
        )

        def change(own: object) -> None:
            if isinstance(own, OwnKeys):
                desk.keys.change(own)
                kept = own
                runner.run("keys", lambda: desk.keys.save(kept), None, lambda error: desk.say(str(error), tone="warn"))

        sheet.changed.connect(change)
        sheet.single_keys_wanted.connect(lambda on: self._on_setting("single_keys", on))
        desk.window.overlay.open(sheet)

    def open_link_sheet(self, link: object) -> None:
        from inbox.ui.link_sheet import LinkSheet
        from inbox.ui.safe import Link

        if isinstance(link, Link):
            sheet = LinkSheet(self._desk.window.look, (link,))
            sheet.open_wanted.connect(lambda wanted: self._desk.open_link(wanted.href))
            sheet.copy_wanted.connect(lambda wanted: self._desk.copy(wanted.href))
            self._desk.window.overlay.open(sheet)

    def open_settings(self) -> None:
        from inbox.ui.settings_sheet import SettingsSheet, SettingValues

        desk = self._desk
        days = desk.setting("wait_days", "30")
        values = SettingValues(
            theme=desk.theme.wish,
            contrast=desk.theme.contrast,
            text_percent=round(desk.window.look.scale * 100),
            undo_seconds=desk.undo_seconds(),
            openings=tuple(desk.setting("thanks", "").splitlines()),
            wait_days=int(days) if days.isdecimal() and int(days) else None,
            single_keys=desk.router.single_keys,
        )
        sheet = SettingsSheet(desk.window.look, values)
        sheet.changed.connect(self._on_setting)
        sheet.keys_wanted.connect(lambda: desk.run("app.change_keys"))
        sheet.counts_wanted.connect(lambda: desk.run("app.what_counts"))
        desk.window.overlay.open(sheet)

    def _on_setting(self, name: str, value: object) -> None:
        desk = self._desk
        if desk.engine is None or desk.engine.closed:
            return  # a field says its last word when the window goes, too
        if name == "theme":
            desk.theme.choose(Wish(str(value)))
            desk.keep_theme()
        elif name == "contrast":
            desk.theme.choose_contrast(bool(value))
            desk.keep_theme()
        elif name == "text_percent" and isinstance(value, int):
            desk.window.look.set_scale(value / 100)
            desk.keep_scale()
        elif name == "single_keys":
            desk.router.single_keys = bool(value)
            desk.act(lambda write: write.set_setting("single_keys", "yes" if value else "no"), quiet=True)
        elif name == "undo_seconds":
            desk.act(lambda write: write.set_setting("undo_seconds", str(value)), quiet=True)
        elif name == "openings" and isinstance(value, tuple):
            desk.act(lambda write: write.set_setting("thanks", "\n".join(value)), quiet=True)
        elif name == "wait_days":
            desk.act(lambda write: write.set_setting("wait_days", str(value or 0)), quiet=True)
