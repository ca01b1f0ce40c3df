"""Searches that were kept as views: save, rename, another place in the sidebar, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from inbox.core.changes import Changes
from inbox.core.ports import Writing
from inbox.core.text import plain_line
from inbox.core.views import SavedView
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.views import SAVED

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

LONGEST_NAME = 60


class NameSheet(Sheet):
    """One name; what was proposed is selected, so that typing replaces it."""

    named = Signal(str)
    wish = (440, 176)
    top = 150

    def __init__(self, look: Look, title: str, about: str, proposed: str) -> None:
        super().__init__(look, title)
        self._field = LineField(look, "Name", "Name of the view")
        self._field.line.setMaxLength(LONGEST_NAME)
        self._field.line.setText(plain_line(proposed, LONGEST_NAME))
        self._field.line.selectAll()
        self._field.line.returnPressed.connect(self._on_entered)
        keep = Button(look, "Save", keys="Enter", rank="main")
        keep.clicked.connect(self._on_entered)
        self.setLayout(
            Column(
                look,
                PlainLabel(look, title, Type.TITLE),
                PlainLabel(look, about, Type.SMALL, "soft"),
                8.0,
                self._field,
                None,
                Row(look, None, keep),
                spacing=3,
                margins=(18, 16, 18, 14),
            )
        )

    def first_focus(self) -> QWidget:
        return self._field.line

    def _on_entered(self) -> None:
        name = self._field.line.text().strip()
        self._field.be_wrong(not name)
        if name:
            self.done.emit()
            self.named.emit(name)


class SavedViews(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.window.results.save_wanted.connect(self.save)
        desk.window.sidebar.menu_wanted.connect(self._on_menu_wanted)

    def save(self) -> None:
        desk = self._desk
        query = desk.window.top.search.line.text().strip()
        if not desk.is_searching() or not query:
            desk.say("Search for something first: then the search can be saved as a view.")
            return
        sheet = NameSheet(desk.window.look, "Save this search as a view", query, query)

        def named(name: str) -> None:
            made: list[int] = []

            def work(write: Writing) -> Changes:
                view, changes = write.add_view(name, query)
                made.append(view)
                return changes

            def kept(changes: Changes) -> None:
                desk.queued(changes)
                desk.views.saved = desk.read(lambda reading: reading.views())
                desk.window.top.search.line.clear()
                desk.views.show((SAVED, made[0]))
                desk.list_pane().setFocus()

            desk.engine_now().write(work, kept, lambda error: desk.say(str(error), tone="warn"))

        sheet.named.connect(named)
        desk.window.overlay.open(sheet)

    def rename(self, view: SavedView | None = None) -> None:
        desk = self._desk
        if (one := self._at_hand(view)) is None:
            return
        sheet = NameSheet(desk.window.look, "Rename the view", one.query, one.name)
        sheet.named.connect(lambda name: desk.act(lambda write: write.change_view(one.id, name=name)))
        desk.window.overlay.open(sheet)

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
        if view is None:
            return
        menu = QMenu(desk.window)
        menu.addAction("Rename…").triggered.connect(lambda: self.rename(view))
        menu.addAction("Move up").triggered.connect(lambda: self.move(-1, view))
        menu.addAction("Move down").triggered.connect(lambda: self.move(1, view))
        menu.addSeparator()
        menu.addAction("Remove").triggered.connect(lambda: self.remove(view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)
