"""A segment of one's own: its name, the search it is, and whom that finds while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from inbox.core.relation import PersonRow
from inbox.core.views import Count, SearchValues
from inbox.rules.people_words import OPERATORS
from inbox.ui.faces import Faces
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Avatar, Column, Hairline, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.people_words import facts_of, people
from inbox.ui.search_help import SearchHelp

LONGEST_NAME = 60
PAUSE_MS = 120
ROOM_FOR_WORDS = 330
SHOWN = 6
NOT_YET = "Type a search, and here you see whom it finds."
LOOKING = "Looking…"
ABOUT = (
    "Words are looked for in names, handles, tags and notes, and in what people wrote. is:regular, tag:baker, after:30d"
    " and their like narrow it down: the arrow down shows them all."
)


class PersonLine(QWidget):
    def __init__(self, look: Look, faces: Faces, row: PersonRow) -> None:
        super().__init__()
        face = Avatar(look, faces.face(row.name, row.id, row.networks[0] if row.networks else ""), 24, "card")
        name = PlainLabel(look, row.name, Type.MEDIUM)
        facts = PlainLabel(look, facts_of(row), Type.SMALL, "soft", right=True)
        line = Row(look, face, name, facts, spacing=9)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setAccessibleName(f"{row.name}, {facts_of(row)}")


class SegmentSheet(Sheet):
    asked = Signal(str)
    """What is typed is to be looked up, and answered by `show_found` or `show_wrong`."""
    kept = Signal(str, str)
    """(name, search)"""
    wish = (620, 580)
    top = 90

    def __init__(
        self,
        look: Look,
        faces: Faces,
        title: str,
        *,
        name: str,
        query: str,
        values: Callable[[], SearchValues],
    ) -> None:
        super().__init__(look, title)
        self._faces = faces
        self._name = LineField(look, "Name of the segment", "Bakers I have not heard from")
        self._query = LineField(look, "Search over people", "tag:baker before:60d", icon="search")
        self._about = Paragraph(look, ABOUT, Type.SMALL, "soft")
        self._count = Paragraph(look, NOT_YET, Type.MEDIUM, "soft")
        self._people = Column(look, spacing=5)
        self._lines: list[PersonLine] = []
        self._save = Button(look, "Save", keys="Enter", rank="main")
        self._cancel = Button(look, "Cancel", keys="Esc")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._build(title)
        self._name.line.setMaxLength(LONGEST_NAME)
        self._name.line.setText(name)
        self._name.line.selectAll()  # typing replaces it
        self._query.line.setText(query)
        self.help = SearchHelp(look, self, self._query.line, values, lambda: ())
        self.help.operators = lambda: OPERATORS
        self._connect()

    def _build(self, title: str) -> None:
        look = self.look
        page, held = QWidget(), QWidget()
        held.setLayout(self._people)
        fields = Column(
            look,
            PlainLabel(look, "Name", Type.SMALL_STRONG, "faint"),
            self._name,
            4,
            PlainLabel(look, "Who is in it", Type.SMALL_STRONG, "faint"),
            self._query,
            2,
            self._about,
            spacing=4,
            margins=(20, 2, 20, 12),
        )
        found = Column(look, self._count, held, None, spacing=9, margins=(20, 12, 20, 12))
        page.setLayout(found)
        scroll = Scroller(look, "Whom it finds")
        scroll.hold(page)
        heading = Row(look, PlainLabel(look, title, Type.HEAD), margins=(20, 14, 20, 8))
        buttons = Row(look, None, self._cancel, self._save, spacing=6, margins=(12, 8, 14, 10))
        outer = Column(look, heading, fields, Hairline(look), margins=(1, 0, 1, 2))
        outer.addWidget(scroll, 1)
        outer.hold(Hairline(look), buttons)
        self.setLayout(outer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the fields and whom they find are what matters."""
        super().resizeEvent(event)
        self._about.setVisible(self.height() >= self.look.px(ROOM_FOR_WORDS))

    def _connect(self) -> None:
        self._query.line.textChanged.connect(lambda _: self._pause.start())
        self._name.line.textChanged.connect(lambda _: self._name.be_wrong(False))
        self._pause.timeout.connect(self._ask)
        self._cancel.clicked.connect(self.done)
        self._save.clicked.connect(self._keep)
        for field in (self._name, self._query):
            field.line.returnPressed.connect(self._keep)

    def begin(self) -> None:
        """Look up what it finds already."""
        self._ask()

    def first_focus(self) -> QWidget:
        return self._query.line if self._name.line.text() and not self._query.line.text() else self._name.line

    def said(self) -> str:
        return self._count.text()

    def found(self) -> list[str]:
        """Whom it shows."""
        return [line.accessibleName() for line in self._lines]

    def typed(self) -> str:
        return self._query.line.text().strip()

    def show_found(self, count: Count, rows: Sequence[PersonRow]) -> None:
        self._query.be_wrong(False)
        if not count.n:
            self._say("Nobody fits yet.", "soft")
        else:
            fit = "fits" if count.n == 1 and not count.more else "fit"
            self._say(f"{people(count.n) if not count.more else f'{count} people'} {fit}.", "text")
        self._fill(rows)

    def show_wrong(self, sentence: str) -> None:
        """What was found before goes: it would belong to other words."""
        self._query.be_wrong(True)
        self._say(sentence, "bad")
        self._fill(())

    def _ask(self) -> None:
        if not self.typed():
            self._query.be_wrong(False)
            self._say(NOT_YET, "soft")
            self._fill(())
            return
        self._say(LOOKING, "soft")
        self.asked.emit(self.typed())

    def _keep(self) -> None:
        name = self._name.line.text().strip()
        self._name.be_wrong(not name)
        if not self.typed():
            self.show_wrong("There is nothing to look for yet. Say whom you want to see, such as is:regular.")
            self._query.line.setFocus()
        elif not name:
            self._name.line.setFocus()
        else:
            self.kept.emit(name, self.typed())

    def _say(self, words: str, ink: str) -> None:
        self._count.set_ink(ink)
        self._count.setText(words)

    def _fill(self, rows: Sequence[PersonRow]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()
        self._lines = [PersonLine(self.look, self._faces, row) for row in rows[:SHOWN]]
        for line in self._lines:
            self._people.addWidget(line)
