"""What a search found: people on one line, conversations below, in the list's own dress."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from inbox.core.lookup import highlight_spans
from inbox.core.model import Row
from inbox.core.person import PersonView, SearchHits
from inbox.rules.search_words import names_of
from inbox.ui.empty import Emptiness, EmptyState, in_a_line, nothing_found, nothing_here
from inbox.ui.faces import Faces
from inbox.ui.found_model import FoundModel
from inbox.ui.inbox_delegate import RowDelegate
from inbox.ui.list_heading import ListHeading
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane
from inbox.ui.look.text import draw_marked
from inbox.ui.look.theme import Look
from inbox.ui.marking import Marking
from inbox.ui.row_list import Rows
from inbox.ui.row_words import spoken

PEOPLE = 4


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
    activated = Signal(object)
    """A conversation's id: it was clicked twice."""
    commanded = Signal(str)
    """A command that was clicked; it means the current conversation."""
    save_wanted = Signal()
    """The search as a view."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "win")
        self._look = look
        self.model = FoundModel(lambda row, tells_state: spoken(row, now(), tells_state=tells_state))
        self._delegate = RowDelegate(look, faces, now)
        self.rows = Rows(look, self.model, self._delegate, "Conversations found")
        self.marking = Marking(self.rows, self.model)
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
        self.searched = ""
        """What these were found by; "" where they are shown for another reason."""
        self._counted = ""
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
        self.rows.doubleClicked.connect(lambda index: self.activated.emit(self.model.id_at(index.row())))
        self._delegate.acted.connect(self._on_acted)
        self.model.marks_changed.connect(lambda _: self._say_count())

    def show_hits(self, query: str, hits: SearchHits) -> None:
        self._show_people(hits.people, query)
        self._title.setText("Search")
        self._save.show()
        count = len(hits.conversations)
        self._counted = f"{count}{'+' if hits.more else ''} conversation{'' if count == 1 else 's'}"
        self._say_count()
        self.searched = query
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
        self._counted = sentence
        self._say_count()
        self.rows.setAccessibleName(title)
        self.model.show(rows)
        self._hits, self.searched = {}, ""
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

    def current(self) -> int | None:
        return self.model.id_at(self.rows.currentIndex().row())

    def chosen(self) -> tuple[int, ...]:
        """What a command means: the marked conversations in their order, or the current one."""
        return self.marking.chosen(self.current())

    def move_on(self, conversations: Collection[int]) -> None:
        """They were dealt with, and stay where they were found: the next row is the current one."""
        here = self.rows.currentIndex().row()
        if self.current() in conversations:
            ids = self.model.ids()
            self.rows.selectRow(next((at for at in range(here + 1, len(ids)) if ids[at] not in conversations), here))

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

    def _say_count(self) -> None:
        marked = len(self.model.marked)
        self._count.setText(f"{marked} of {len(self.model.found)} marked" if marked else self._counted)

    def _on_acted(self, conversation: object, command: str) -> None:
        row = self.model.row_of(conversation) if isinstance(conversation, int) else None
        if row is not None:
            self.rows.selectRow(row)
            self.commanded.emit(command)

    def _on_current(self) -> None:
        QTimer.singleShot(0, self, lambda: self.current_changed.emit(self.current()))
