"""A list of many rows in one column: its cost does not grow with them, and what comes above moves nothing seen."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from inbox.ui.look.buttons import KEYBOARD_REASONS
from inbox.ui.look.listing import be_one_column
from inbox.ui.look.theme import Look
from inbox.ui.row_model import Index
from inbox.ui.row_painter import RowPainter


class Rows(QTableView):
    """A one-column table with a fixed section size: unlike QListView its cost does not grow with the rows."""

    clicked_with = Signal(object, object)
    """(row, modifiers) of a click with Ctrl or Shift, which marks instead of selecting."""
    focused = Signal(bool)

    def __init__(self, look: Look, model: QAbstractItemModel, delegate: RowPainter, name: str) -> None:
        super().__init__()
        self._delegate = delegate
        be_one_column(self, look, name, model, delegate)
        model.rowsRemoved.connect(self._on_rows_removed)
        look.fit(self, self.fit_rows)

    def fit_rows(self) -> None:
        """After what a row shows became another."""
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())

    def keyboardSearch(self, search: str) -> None:
        """Nothing: a bare letter is a command, and Qt would look through the whole model for it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        marks = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        index = self.indexAt(event.position().toPoint())
        if marks and index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_with.emit(index.row(), marks)
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._delegate.shows_focus = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        self.viewport().update()
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._delegate.shows_focus = False
        super().focusOutEvent(event)
        self.viewport().update()
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.focused.emit(False)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Moving by arrows shows where the focus is, also after a click."""
        self._delegate.shows_focus = True
        return super().moveCursor(action, modifiers)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """What comes above the rows that are seen moves none of them, but for a list that stands at its top."""
        above = start * self._row_height() < self.verticalScrollBar().value()
        super().rowsInserted(parent, start, end)
        if above:
            self._shift(end - start + 1)

    def _on_rows_removed(self, _parent: QModelIndex, start: int, end: int) -> None:
        if (end + 1) * self._row_height() <= self.verticalScrollBar().value():
            self._shift(start - end - 1)

    def _shift(self, rows: int) -> None:
        bar = self.verticalScrollBar()
        value = bar.value() + rows * self._row_height()
        self.updateGeometries()
        bar.setValue(value)

    def stand_at(self, row: int, top: int) -> None:
        """Scrolls so that the row's upper edge is there in the viewport."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(row * self._row_height() - top)

    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()
