"""A list of rows of one height: a one-column table, whose cost does not grow with its rows as a QListView's does."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from inbox.ui.look.buttons import KEYBOARD_REASONS
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.theme import Look


def be_one_column(
    view: QTableView, look: Look, name: str, model: QAbstractItemModel, delegate: QStyledItemDelegate
) -> None:
    """How every such list is set up; the height of its rows is its own."""
    delegate.setParent(view)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setMouseTracking(True)
    view.viewport().setAutoFillBackground(False)
    view.setTabKeyNavigation(False)  # Tab leaves the list instead of walking through all rows
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.horizontalHeader().hide()
    view.horizontalHeader().setMinimumSectionSize(1)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(1)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    float_scroll_bar(view, look)


class OneColumn(QTableView):
    """`height`: of a row, at 100 %. `shows_focus` is true while the keys stand here: the current row has the ring."""

    def __init__(
        self, look: Look, name: str, model: QAbstractTableModel, delegate: QStyledItemDelegate, height: int
    ) -> None:
        super().__init__()
        self.shows_focus = False
        be_one_column(self, look, name, model, delegate)
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
