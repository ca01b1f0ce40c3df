"""Searches that were kept as views: save, rename, give a key, another place in the sidebar, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from inbox.core.changes import Changes
from inbox.core.ports import Writing
from inbox.core.views import SavedView
from inbox.ui.views import SAVED

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class SavedViews(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.window.results.save_wanted.connect(self.save)
        desk.window.sidebar.menu_wanted.connect(self._on_menu_wanted)

    def save(self) -> None:
        desk = self._desk
        query = desk.window.top.search.line.text().strip()
        if not desk.views.is_searching() or not query:
            desk.say("Search for something first: then the search can be saved as a view.")
            return
        from inbox.ui.view_sheet import ViewSheet

        sheet = ViewSheet(desk.window.look, "Save this search as a view", query, query, taken=self._taken(0))

        def decided(name: str, key: int) -> None:
            made: list[int] = []

            def work(write: Writing) -> Changes:
                view, changes = write.add_view(name, query, key=key)
                made.append(view)
                return changes

            def kept(changes: Changes) -> None:
                desk.queued(changes)
                desk.views.saved = desk.read(lambda reading: reading.views())
                desk.window.top.search.line.clear()
                desk.views.show((SAVED, made[0]))
                desk.list_pane().setFocus()

            desk.engine_now().write(work, kept, lambda error: desk.say(str(error), tone="warn"))

        sheet.decided.connect(decided)
        desk.window.overlay.open(sheet)

    def rename(self, view: SavedView | None = None) -> None:
        self._change("Rename the view", view)

    def choose_key(self, view: SavedView | None = None) -> None:
        self._change("Give the view a key", view, at_key=True)

    def _change(self, title: str, view: SavedView | None, *, at_key: bool = False) -> None:
        desk = self._desk
        if (one := self._at_hand(view)) is None:
            return
        from inbox.ui.view_sheet import ViewSheet

        taken = self._taken(one.id)
        sheet = ViewSheet(desk.window.look, title, one.query, one.name, one.key, taken=taken, at_key=at_key)
        sheet.decided.connect(lambda name, key: desk.act(lambda write: write.change_view(one.id, name=name, key=key)))
        desk.window.overlay.open(sheet)

    def _taken(self, but: int) -> dict[int, str]:
        """Keys of other views."""
        return {one.key: one.name for one in self._desk.views.saved if one.key and one.id != but}

    def move(self, by: int, view: SavedView | None = None) -> None:
        if (one := self._at_hand(view)) is not None:
            last = len(self._desk.views.saved) - 1
            there = max(0, min(one.position + by, last))
            self._desk.act(lambda write: write.move_view(one.id, there))

    def remove(self, view: SavedView | None = None) -> None:
        """Without a question: it can be taken back."""
        if (one := self._at_hand(view)) is not None:
            self._desk.act(lambda write: write.remove_view(one.id))

    def _at_hand(self, view: SavedView | None) -> SavedView | None:
        found = view or self._desk.views.view_now()
        if found is None:
            self._desk.say("Open a view that you saved first.")
        return found

    def _on_menu_wanted(self, key: object, spot: QPoint) -> None:
        """On a line of the sidebar that is a saved view."""
        desk = self._desk
        view = next((one for one in desk.views.saved if (SAVED, one.id) == key), None)
        if view is not None:
            menu = self.menu_of(view)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(spot)

    def menu_of(self, view: SavedView) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self._desk.window)
        menu.addAction("Rename…").triggered.connect(lambda: self.rename(view))
        menu.addAction("Give it a key…").triggered.connect(lambda: self.choose_key(view))
        menu.addAction("Move up").triggered.connect(lambda: self.move(-1, view))
        menu.addAction("Move down").triggered.connect(lambda: self.move(1, view))
        menu.addSeparator()
        menu.addAction("Remove").triggered.connect(lambda: self.remove(view))
        return menu
