"""What every list of many rows is to Qt: ids in an order, the values of those that somebody looks at, and marks."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
MARKED = Qt.ItemDataRole.UserRole + 1
SEARCHED = Qt.ItemDataRole.UserRole + 2
"""What was searched for and is to be seen in the row; nothing in a list that was not."""
TELLS_STATE = Qt.ItemDataRole.UserRole + 3
"""Whether the row says how it stands: where rows of every state are side by side."""

PAGE = 50
ONE_BY_ONE = 100
"""More rows than these change at once: a view works for each that comes or moves, and thousands may have waited."""
KEPT_ROWS = 20 * PAGE
NOWHERE = QModelIndex()


class Values(Protocol):
    @property
    def id(self) -> int: ...


V = TypeVar("V", bound=Values)


class RowModel(QAbstractTableModel, Generic[V]):
    """`read(ids)` answers in the order of the ids and leaves out unknown ones; `describe(row)` is the sentence a screen
    reader says. No DisplayRole: the sentence is the only text a row has. `all_of_them`, `one`: what the rows are."""

    pending_changed = Signal(int)
    """How many are new since the list is held."""
    marks_changed = Signal(int)
    count_changed = Signal(int)
    renewed = Signal()
    """The same list with so much that is new that it was reset."""

    def __init__(
        self, read: Callable[[Sequence[int]], list[V]], describe: Callable[[V], str], *, all_of_them: str, one: str
    ) -> None:
        super().__init__()
        self._read, self._describe = read, describe
        self._all_of_them, self._one = all_of_them, one
        self._rows: OrderedDict[int, V | None] = OrderedDict()
        self._marked: set[int] = set()
        for signal in (self.rowsInserted, self.rowsRemoved, self.modelReset):
            signal.connect(lambda *_: self.count_changed.emit(self.rowCount()))

    @abstractmethod
    def ids(self) -> Sequence[int]:
        """In order."""

    @abstractmethod
    def id_at(self, row: int) -> int | None:
        """None for a row that is not there."""

    @abstractmethod
    def row_of(self, id: int | None) -> int | None:
        """None for what is not in the list."""

    @abstractmethod
    def _ids_between(self, start: int, end: int) -> Sequence[int]:
        """Of the rows from `start` up to, but without, `end`; fewer where the list ends before."""

    @abstractmethod
    def hold(self, held: bool) -> None:
        """True while the list has the focus: nothing is inserted or reordered under the reader's eyes. Letting go
        merges."""

    @abstractmethod
    def merge(self) -> None:
        """Let in what came while the list was held."""

    def values_at(self, row: int) -> V | None:
        """The row's values; None where the store no longer knows it. Reads a page around it at the first look."""
        id = self.id_at(row)
        if id is None:
            return None
        if id not in self._rows:
            self._read_page(row)
        self._rows.move_to_end(id)
        return self._rows[id]

    def _read_page(self, row: int) -> None:
        """The page of fixed borders that holds `row`, without what is known already."""
        start = row - row % PAGE
        wanted = [one for one in self._ids_between(start, start + PAGE) if one not in self._rows]
        self._rows.update(dict.fromkeys(wanted))
        self._rows.update({values.id: values for values in self._read(wanted)})
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)

    def _touch(self, ids: Collection[int]) -> None:
        """These are to be painted anew; several at once where one by one would be slow."""
        if len(ids) > ONE_BY_ONE and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
            return
        for id in ids:
            if (row := self.row_of(id)) is not None:
                index = self.index(row, 0)
                self.dataChanged.emit(index, index)

    # marks

    @property
    def marked(self) -> frozenset[int]:
        return frozenset(self._marked)

    def mark(self, ids: Collection[int], *, on: bool = True) -> None:
        before = len(self._marked)
        self._marked = self._marked | set(ids) if on else self._marked - set(ids)
        self._touch(ids)
        if len(self._marked) != before:
            self.marks_changed.emit(len(self._marked))

    def unmark(self) -> None:
        self.mark(tuple(self._marked), on=False)

    # Qt's side

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self.values_at(index.row())
        if role == MARKED:
            return self.id_at(index.row()) in self._marked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.values_at(index.row())
            sentence = self._describe(row) if row is not None else ""
            return f"Selected. {sentence}" if row is not None and row.id in self._marked else sentence
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Hidden headers stay in the accessibility tree: without a name Qt says "1", "2" before each row."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        return self._all_of_them if orientation == Qt.Orientation.Horizontal else f"{self._one} {section + 1}"
