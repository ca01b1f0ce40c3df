"""What the lists of conversations and of people have in common: a heading, the order by choice, rows that are stepped
through and marked, and what stands there when there are none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from inbox.ui.empty import EmptyState
from inbox.ui.list_heading import ListHeading, News
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane
from inbox.ui.look.theme import Look
from inbox.ui.marking import Marking
from inbox.ui.row_list import Rows
from inbox.ui.row_model import RowModel
from inbox.ui.row_painter import RowPainter

S = TypeVar("S", bound=StrEnum)


class ListPane(Pane, Generic[S]):
    """`sorts`: the orders that can be chosen, in words. `under_heading` stands between heading and rows."""

    current_changed = Signal(object)
    """The id that the row in focus stands for, or None."""
    sort_changed = Signal(object)
    """Another order was chosen."""

    def __init__(
        self,
        look: Look,
        model: RowModel[Any],
        delegate: RowPainter,
        sorts: Mapping[S, str],
        *,
        name: str,
        beside_title: Sequence[QWidget] = (),
        under_heading: QWidget,
    ) -> None:
        super().__init__(look, "win")
        self.model, self.delegate, self._sorts = model, delegate, sorts
        self._told: int | None = None
        self._stood_on: int | None = None
        self._stood_at = 0
        self._awaited: frozenset[int] = frozenset()
        self.rows = Rows(look, model, delegate, name)
        self.marking = Marking(self.rows, model)
        self._news = News(look)
        self._sort = Button(look, "", opens=True, rank="quiet")
        self.heading = ListHeading(look, (*beside_title, self._news), self._sort)
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._minute = QTimer(self, interval=60_000)  # "5 min" becomes "6 min"
        self._build(look, under_heading)
        self._connect()
        self._minute.start()

    def _build(self, look: Look, under_heading: QWidget) -> None:
        policy = self._sort.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the title stays where it is when the list is empty
        self._sort.setSizePolicy(policy)
        look.fit(self, lambda: self.setMinimumWidth(look.px(200)))
        # Not a child of the pane: with a menu among its children `setFocusProxy` takes the pane out of Tab's round
        # (Qt 6.11), and who came to the list by Tab would never leave it.
        self._menu = QMenu(self._sort)
        for sort, words in self._sorts.items():
            self._menu.addAction(words).triggered.connect(lambda _=False, sort=sort: self.sort_by(sort))
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        column = layouts.Column(look, self.heading, under_heading, self._stack)
        column.setStretch(2, 1)
        self.setLayout(column)
        self.setFocusProxy(self.rows)
        self._empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _connect(self) -> None:
        self._minute.timeout.connect(self.rows.viewport().update)
        self._sort.clicked.connect(lambda: self._menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft())))
        self._news.clicked.connect(self.merge)
        self.rows.focused.connect(self._on_focused)
        self.rows.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.model.rowsInserted.connect(self._on_rows_inserted)
        self.model.pending_changed.connect(self._news.show_count)
        self.model.count_changed.connect(self._say_count)
        self.model.marks_changed.connect(self._say_count)
        self.model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        self.model.renewed.connect(self._on_renewed)

    def sort_by(self, sort: S) -> None:
        self.sort_changed.emit(sort)

    def merge(self) -> None:
        """Let in what is new; the current row stays where it is, and in sight."""
        self.model.merge()
        self._keep_current_in_sight()

    def _name(self, title: str, sort: S) -> None:
        self.heading.title.setText(title)
        self._sort.say(self._sorts[sort].lower())
        self.rows.setAccessibleName(title)

    def _stand_on(self, wanted: int | None) -> None:
        """The row of this id, or the top row where it is not in the list."""
        if self.model.rowCount():
            self.rows.selectRow(self.model.row_of(wanted) or 0)
        self._tell(self.here())

    # where one stands

    def here(self) -> int | None:
        """The id of the current row."""
        return self.model.id_at(self.rows.currentIndex().row())

    def chosen(self) -> tuple[int, ...]:
        """What a command means: the marked rows in their order, or the current one."""
        return self.marking.chosen(self.here())

    def select(self, id: int) -> bool:
        """False where it is not in this list."""
        row = self.model.row_of(id)
        if row is None:
            return False
        self.rows.selectRow(row)
        return True

    def step(self, by: int) -> None:
        self.go_to(self.rows.currentIndex().row() + by)

    def edge(self, *, last: bool) -> None:
        self.go_to(self.model.rowCount() - 1 if last else 0)

    def go_to(self, row: int) -> None:
        if self.model.rowCount():
            self.rows.selectRow(max(0, min(row, self.model.rowCount() - 1)))

    def await_back(self, ids: Collection[int]) -> None:
        """The first of these that comes back is stood on, unless somebody moves before."""
        self._awaited = frozenset(ids)

    # inside

    def _on_focused(self, focused: bool) -> None:
        seen = self.rows.viewport().rect().intersects(self.rows.visualRect(self.rows.currentIndex()))
        self.model.hold(focused)
        if seen and not focused:
            self._keep_current_in_sight()

    def _keep_current_in_sight(self) -> None:
        if self.rows.currentIndex().isValid():
            self.rows.scrollTo(self.rows.currentIndex())

    def _say_count(self) -> None:
        count, marked = self.model.rowCount(), len(self.model.marked)
        self.heading.count.setText(f"{marked:,} of {count:,} marked ·" if marked else f"{count:,} ·" if count else "")
        self._sort.setVisible(count > 0)
        shown: QWidget = self.rows if count else self._empty
        if shown is not self._stack.currentWidget():
            had_focus = self.hasFocus()
            self._stack.setCurrentWidget(shown)
            self.setFocusProxy(shown)  # keys go where they can be seen, also when the last row has left
            if had_focus:
                shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if not count:
            self._tell(None)

    def _on_about_to_be_reset(self) -> None:
        self._stood_on = self.here()
        self._stood_at = self.rows.rowViewportPosition(self.rows.currentIndex().row())

    def _on_renewed(self) -> None:
        """The current row is where it was on the screen, whatever came above it."""
        row = self.model.row_of(self._stood_on)
        if row is not None:
            self.rows.selectRow(row)
            self.rows.stand_at(row, self._stood_at)
        elif self.model.rowCount():
            self.rows.selectRow(0)

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        come = [one for one in map(self.model.id_at, range(first, last + 1)) if one is not None]
        back = next((one for one in come if one in self._awaited), None)
        if back is not None:
            self._awaited = frozenset()
            QTimer.singleShot(0, self, partial(self.select, back))
        elif not self.rows.currentIndex().isValid():
            QTimer.singleShot(0, self, self._stand_somewhere)

    def _stand_somewhere(self) -> None:
        """Where all others left at once, the keys would mean nothing."""
        if not self.rows.currentIndex().isValid():
            self.go_to(0)

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        # While rows are removed Qt names the next row by its number of before: read it when that is over.
        QTimer.singleShot(0, self, lambda: self._tell(self.here()))

    def _tell(self, id: int | None) -> None:
        if id != self._told:
            self._told = id
            self._awaited = frozenset()
            self._come_to(id)
            self.current_changed.emit(id)

    def _come_to(self, id: int | None) -> None:
        """Before others hear of it."""
