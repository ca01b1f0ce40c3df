"""A list of rows of one height: a one-column table, whose cost does not grow with its rows as a QListView's does."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from inbox.ui.look.buttons import KEYBOARD_REASONS
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.theme import Look


class OneColumn(QTableView):
    """`height`: of a row, at 100 %. `shows_focus` is true while the keys stand here: the current row has the ring."""

    def __init__(
        self, look: Look, name: str, model: QAbstractTableModel, delegate: QStyledItemDelegate, height: int
    ) -> None:
        super().__init__()
        self.shows_focus = False
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setTabKeyNavigation(False)  # Tab leaves the list instead of walking through all rows
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        float_scroll_bar(self, look)
        look.fit(self, lambda: self.verticalHeader().setDefaultSectionSize(look.px(height)))

    def keyboardSearch(self, search: str) -> None:
        """Nothing: a bare letter is a command, and Qt would look through the whole model for it."""

    def go(self, row: int) -> None:
        """To this row, the ends included."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.shows_focus = True
            self.setCurrentIndex(self.model().index(max(0, min(row, last)), 0))
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.shows_focus = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        if self.shows_focus and not self.currentIndex().isValid():
            self.go(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.shows_focus = False
        super().focusOutEvent(event)
        self.viewport().update()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Moving by arrows shows where the focus is, also after a click."""
        self.shows_focus = True
        return super().moveCursor(action, modifiers)
