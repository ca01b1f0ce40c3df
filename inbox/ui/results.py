"""What a search found: people on one line, conversations below, in the list's own dress."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QTableView, QWidget

from inbox.core.lookup import highlight_spans
from inbox.core.model import Row
from inbox.core.person import PersonView, SearchHits
from inbox.rules.search_words import names_of
from inbox.ui.empty import Emptiness, EmptyState, in_a_line, nothing_found, nothing_here
from inbox.ui.faces import Faces
from inbox.ui.inbox_delegate import RowDelegate
from inbox.ui.list_heading import ListHeading
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane
from inbox.ui.look.listing import be_one_column
from inbox.ui.look.text import draw_marked
from inbox.ui.look.theme import Look
from inbox.ui.row_model import MARKED, NOWHERE, ROW, SEARCHED, Index
from inbox.ui.row_words import spoken

PEOPLE = 4


class FoundModel(QAbstractTableModel):
    """A handful of rows as they were found."""

    def __init__(self, describe: Callable[[Row], str]) -> None:
        super().__init__()
        self._describe = describe
        self._searched = ""
        self.found: tuple[Row, ...] = ()

    def show(self, found: Sequence[Row], searched: str = "") -> None:
        """`searched`: what is to be marked in them."""
        self.beginResetModel()
        self.found, self._searched = tuple(found), searched
        self.endResetModel()

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
            return False
        return self._describe(row) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        return "Found" if orientation == Qt.Orientation.Horizontal else f"Found {section + 1}"


class FoundRows(QTableView):
    def __init__(self, look: Look, model: FoundModel, delegate: RowDelegate) -> None:
        super().__init__()
        be_one_column(self, look, "Conversations found", model, delegate)
        look.fit(self, lambda: self.verticalHeader().setDefaultSectionSize(delegate.row_height()))

    def keyboardSearch(self, search: str) -> None:
        """Nothing: a bare letter is a command."""


class FoundPerson(Button):
    def __init__(self, look: Look, name: str, searched: str) -> None:
        super().__init__(look, name, icon="people", rank="quiet")
        self._spans = highlight_spans(self.text(), names_of(searched))

    def draw_words(self, painter: QPainter, box: QRectF) -> float:
        """What was searched for stands out."""
        tokens = self.look.tokens
        return draw_marked(painter, box, self.text(), self._spans, tokens.text, tokens.warn_soft)


class Results(Pane):
    current_changed = Signal(object)
    """The conversation's id, or None."""
    person_chosen = Signal(object)
    """An identity id."""
    save_wanted = Signal()
    """The search as a view."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "win")
        self._look = look
        self.model = FoundModel(lambda row: spoken(row, now()))
        self.rows = FoundRows(look, self.model, RowDelegate(look, faces, now))
        self._empty = EmptyState(look)
        self.nothing = nothing_found("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        self._save = Button(look, "Save as a view", rank="quiet")
        self._save.setAccessibleName("Save this search as a view")
        self._save.clicked.connect(self.save_wanted)
        self._save.hide()
        self._hits: dict[int, int] = {}
        heading = ListHeading(look, beside=(self._save,))
        self._title, self._count = heading.title, heading.count
        self._people = Pane(look, "win", "bottom")
        self._line = layouts.Row(look, spacing=4, margins=(8, 6, 8, 6))
        self._people.setLayout(self._line)
        self._people.hide()
        column = layouts.Column(look, heading, self._people, self._stack)
        column.setStretch(2, 1)
        self.setLayout(column)
        self.setFocusProxy(self.rows)
        self._empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.rows.selectionModel().currentRowChanged.connect(self._on_current)

    def show_hits(self, query: str, hits: SearchHits) -> None:
        self._show_people(hits.people, query)
        self._title.setText("Search")
        self._save.show()
        count = len(hits.conversations)
        self._count.setText(f"{count}{'+' if hits.more else ''} conversation{'' if count == 1 else 's'}")
        self.model.show(hits.conversations, query)
        self._hits = {row.id: message for row, message in zip(hits.conversations, hits.messages, strict=True)}
        self.setFocusProxy(self.rows if hits.conversations else self._empty)
        if hits.conversations:
            self._stack.setCurrentWidget(self.rows)
            self.rows.selectRow(0)
        else:
            self.nothing = nothing_found(query)
            no_words = Emptiness("", "No conversation has these words.")
            self._empty.show_state(no_words if hits.people else in_a_line(self.nothing))
            self._stack.setCurrentWidget(self._empty)
            self.current_changed.emit(None)

    def show_rows(self, title: str, sentence: str, rows: Sequence[Row]) -> None:
        """A few conversations that belong together, under a heading of their own."""
        before = self.current()
        self._show_people(())
        self._title.setText(title)
        self._save.hide()
        self._count.setText(sentence)
        self.rows.setAccessibleName(title)
        self.model.show(rows)
        self._hits = {}
        self.setFocusProxy(self.rows if rows else self._empty)
        self._stack.setCurrentWidget(self.rows if rows else self._empty)
        if rows:
            ids = [row.id for row in rows]
            self.rows.selectRow(ids.index(before) if before in ids else 0)
        else:
            self.nothing = nothing_here(title)
            self._empty.show_state(in_a_line(self.nothing))
            self.current_changed.emit(None)

    def refresh(self, conversations: Collection[int], read: Callable[[Sequence[int]], list[Row]]) -> None:
        stale = [row.id for row in self.model.found if row.id in conversations]
        if stale:
            self.model.refresh(read(stale))

    def show_error(self, sentence: str) -> None:
        """The query has a mistake; what was found before stays."""
        self._count.setText(sentence)

    def current(self) -> int | None:
        row = self.rows.currentIndex().row()
        return self.model.found[row].id if 0 <= row < len(self.model.found) else None

    def hit(self, conversation: int) -> int | None:
        """The message of it that has what was searched for."""
        return self._hits.get(conversation)

    def step(self, by: int) -> None:
        if self.model.found:
            self.rows.selectRow(max(0, min(self.rows.currentIndex().row() + by, len(self.model.found) - 1)))

    def edge(self, *, last: bool) -> None:
        if self.model.found:
            self.rows.selectRow(len(self.model.found) - 1 if last else 0)

    def _show_people(self, people: Sequence[PersonView], searched: str = "") -> None:
        while self._line.count():
            item = self._line.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, QWidget):
                widget.deleteLater()
        for person in people[:PEOPLE]:
            button = FoundPerson(self._look, person.name, searched)
            button.clicked.connect(lambda _=False, id=person.id: self.person_chosen.emit(id))
            self._line.addWidget(button)
        self._line.addStretch(1)
        self._people.setVisible(bool(people))

    def _on_current(self) -> None:
        QTimer.singleShot(0, self, lambda: self.current_changed.emit(self.current()))
