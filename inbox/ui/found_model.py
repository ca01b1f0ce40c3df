"""Rows as they were found, or as they belong together: what is marked among them, and what has become of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, Qt, Signal

from inbox.core.model import Row
from inbox.ui.row_model import MARKED, NOWHERE, ROW, SEARCHED, TELLS_STATE, Index


class FoundModel(QAbstractTableModel):
    """A handful of rows as they were found."""

    marks_changed = Signal(int)

    def __init__(self, describe: Callable[[Row, bool], str]) -> None:
        """`describe(row, tells_state)` is the sentence a screen reader says."""
        super().__init__()
        self._describe = describe
        self._searched = ""
        self.found: tuple[Row, ...] = ()
        self._marked: frozenset[int] = frozenset()

    def show(self, found: Sequence[Row], searched: str = "") -> None:
        """`searched`: what is to be marked in them."""
        before = self._searched
        self.beginResetModel()
        self.found, self._searched = tuple(found), searched
        self.endResetModel()
        self._keep_marks(self._marked & {row.id for row in found} if searched == before else frozenset())

    def refresh(self, fresh: Sequence[Row]) -> None:
        """The same rows with what has become of them; the selection stays, and so does the place that was found."""
        values = {row.id: row for row in fresh}
        if self._searched:
            values = {
                row.id: replace(values[row.id], snippet=row.snippet, at=row.at)
                for row in self.found
                if row.id in values
            }
        self.found = tuple(values.get(row.id, row) for row in self.found)
        if self.found:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.found) - 1, 0))

    # where they are

    def ids(self) -> list[int]:
        return [row.id for row in self.found]

    def id_at(self, row: int) -> int | None:
        return self.found[row].id if 0 <= row < len(self.found) else None

    def row_of(self, conversation: int | None) -> int | None:
        return next((at for at, row in enumerate(self.found) if row.id == conversation), None)

    # marks

    @property
    def marked(self) -> frozenset[int]:
        return self._marked

    def mark(self, conversations: Collection[int], *, on: bool = True) -> None:
        self._keep_marks(self._marked | set(conversations) if on else self._marked - set(conversations))

    def unmark(self) -> None:
        self._keep_marks(frozenset())

    def _keep_marks(self, marked: frozenset[int]) -> None:
        if marked == self._marked:
            return
        self._marked = marked
        if self.found:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.found) - 1, 0))
        self.marks_changed.emit(len(marked))

    # Qt's side

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.found)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.found[index.row()]
        if role == ROW:
            return row
        if role == SEARCHED:
            return self._searched
        if role == MARKED:
            return row.id in self._marked
        if role == TELLS_STATE:
            return bool(self._searched)
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        sentence = self._describe(row, bool(self._searched))
        return f"Selected. {sentence}" if row.id in self._marked else sentence

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        return "Found" if orientation == Qt.Orientation.Horizontal else f"Found {section + 1}"
