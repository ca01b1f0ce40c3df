"""The parts of a view are changed here: each a name and a search, with how many it finds while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from inbox.core.views import DEFAULT_SPLITS, MOST_SPLITS, Count, SearchValues, Split
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Hairline, IconButton, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.search_help import SearchHelp

LONGEST_NAME = 60
PAUSE_MS = 120
NAME_WIDEST, COUNT_WIDE = 168, 36
ROOM_FOR_WORDS = 330
ABOUT = (
    "Each part is a search within this view: is:question, from:ann, tag:baker and their like. The first, All, is"
    " always there; what rules sort under a part of its own follows by itself."
)
ONLY_ALL = "There is no part besides All. Add one, or take the usual ones."
NOTHING_TO_FIND = "What should it find? Type a search, such as is:question."


class SplitLine(QWidget):
    """One part. `asked` when its search is to be counted anew."""

    asked = Signal()
    moved = Signal(int)
    removed = Signal()
    entered = Signal()

    def __init__(self, look: Look, host: QWidget, split: Split, values: Callable[[], SearchValues]) -> None:
        super().__init__()
        self.name = LineField(look, "Name of the part", "Name", tall=32)
        self.query = LineField(look, "Search of the part", "is:question", tall=32, icon="search")
        self.name.line.setMaxLength(LONGEST_NAME)
        self.name.line.setText(split.name)
        self.query.line.setText(split.query)
        self.help = SearchHelp(look, host, self.query.line, values, lambda: ())
        self.number = 0
        """Of what was asked last; an older answer is dropped."""
        self._count = PlainLabel(look, "", Type.SMALL, "soft", right=True)
        self._wrong = Paragraph(look, "", Type.SMALL, "bad")
        self._wrong.hide()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.asked)
        up = IconButton(look, "up", "Move the part up")
        down = IconButton(look, "down", "Move the part down")
        away = IconButton(look, "trash", "Remove the part")
        look.fit(self, lambda: self.name.setMaximumWidth(look.px(NAME_WIDEST)))
        look.fit(self, lambda: self._count.setFixedWidth(look.px(COUNT_WIDE)))
        line = Row(look, self.name, self.query, self._count, up, down, away, spacing=5)
        line.setStretch(0, 3)
        line.setStretch(1, 4)
        self.setLayout(Column(look, line, self._wrong, spacing=3))
        self.query.line.textChanged.connect(lambda _: self._pause.start())
        self.name.line.textChanged.connect(lambda _: self.name.be_wrong(False))
        for field in (self.name, self.query):
            field.line.returnPressed.connect(self.entered)
        up.clicked.connect(lambda: self.moved.emit(-1))
        down.clicked.connect(lambda: self.moved.emit(1))
        away.clicked.connect(self.removed)

    def split(self) -> Split:
        return Split(" ".join(self.name.line.text().split()), self.query.line.text().strip())

    def count(self) -> str:
        return self._count.text()

    def wrong(self) -> str:
        return self._wrong.text()

    def show_count(self, count: Count | None) -> None:
        self._count.setText("" if count is None else str(count))
        self.query.line.setAccessibleDescription("" if count is None else f"finds {count}")
        self.say_wrong("")

    def say_wrong(self, sentence: str) -> None:
        """At the search it belongs to."""
        if sentence:
            self._count.setText("")
            self.query.line.setAccessibleDescription(sentence)
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.query.be_wrong(bool(sentence))


class SplitsSheet(Sheet):
    asked = Signal(object)
    """A `SplitLine` whose search is to be counted: answered by its `show_count` or `say_wrong`."""
    kept = Signal(object)
    """The parts, as a tuple of `Split`; empty where they are the usual ones."""
    wish = (680, 500)
    top = 90

    def __init__(self, look: Look, view: str, splits: Sequence[Split], values: Callable[[], SearchValues]) -> None:
        super().__init__(look, f"Parts of {view}")
        self._values = values
        self.lines: list[SplitLine] = []
        self._column = Column(look, spacing=8, margins=(20, 12, 20, 12))
        self._said = Paragraph(look, "", Type.SMALL, "soft")
        self._about = Paragraph(look, ABOUT, Type.SMALL, "soft")
        self._add = Button(look, "Add a part", icon="plus", rank="quiet")
        usual = Button(look, "The usual parts", rank="quiet")
        cancel = Button(look, "Cancel", keys="Esc")
        save = Button(look, "Save", keys="Enter", rank="main")
        page = QWidget()
        page.setLayout(self._column)
        scroll = Scroller(look, "Parts")
        scroll.hold(page)
        self._scroll = scroll
        heading = Column(
            look,
            PlainLabel(look, f"Parts of {view}", Type.HEAD),
            self._about,
            spacing=4,
            margins=(20, 14, 20, 10),
        )
        buttons = Row(look, self._add, usual, None, cancel, save, spacing=6, margins=(12, 8, 14, 10))
        outer = Column(look, heading, Hairline(look), margins=(1, 0, 1, 2))
        outer.addWidget(scroll, 1)
        outer.hold(Hairline(look), buttons)
        self.setLayout(outer)
        self._add.clicked.connect(self.add)
        usual.clicked.connect(lambda: self._fill(DEFAULT_SPLITS))
        cancel.clicked.connect(self.done)
        save.clicked.connect(self._keep)
        self._fill(splits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the parts are what matters."""
        super().resizeEvent(event)
        self._about.setVisible(self.height() >= self.look.px(ROOM_FOR_WORDS))

    def first_focus(self) -> QWidget:
        return self.lines[0].name.line if self.lines else self._add

    def splits(self) -> tuple[Split, ...]:
        return tuple(line.split() for line in self.lines)

    def said(self) -> str:
        return self._said.text()

    def begin(self) -> None:
        """Count what is there already."""
        for line in self.lines:
            self.asked.emit(line)

    def add(self) -> None:
        line = self._made(Split("", ""))
        self.lines.append(line)
        self._lay_out()
        line.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        self._said.set_ink("bad")
        self._said.setText(sentence)

    def _fill(self, splits: Sequence[Split]) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._made(split) for split in splits if split.query]
        self._lay_out()
        self.begin()

    def _made(self, split: Split) -> SplitLine:
        line = SplitLine(self.look, self, split, self._values)
        line.asked.connect(lambda: self.asked.emit(line))
        line.moved.connect(lambda by: self._move(line, by))
        line.removed.connect(lambda: self._remove(line))
        line.entered.connect(self._keep)
        return line

    def _move(self, line: SplitLine, by: int) -> None:
        """The keys stay on its button."""
        at = self.lines.index(line)
        there = max(0, min(at + by, len(self.lines) - 1))
        self.lines.insert(there, self.lines.pop(at))
        self._lay_out()
        self._scroll.ensureWidgetVisible(line)

    def _remove(self, line: SplitLine) -> None:
        at = self.lines.index(line)
        self.lines.remove(line)
        self._lay_out()
        (self.lines[min(at, len(self.lines) - 1)].name.line if self.lines else self._add).setFocus()
        line.hide()
        line.deleteLater()

    def _lay_out(self) -> None:
        while self._column.count():
            self._column.takeAt(0)
        for before, line in zip([None, *self.lines], self.lines, strict=False):
            self._column.addWidget(line)
            line.show()
            if before is not None:
                self.setTabOrder(before, line)
        self._column.addWidget(self._said)
        self._column.addStretch(1)
        self._said.set_ink("soft")
        self._said.setText("" if self.lines else ONLY_ALL)
        self._add.setEnabled(len(self.lines) < MOST_SPLITS - 1)

    def _keep(self) -> None:
        """Nothing is kept while a part has no name, no search, or one that is not understood."""
        for line in self.lines:
            split = line.split()
            line.name.be_wrong(not split.name)
            if not split.name:
                line.name.line.setFocus()
                return
            if not split.query:
                line.say_wrong(NOTHING_TO_FIND)
            if line.wrong():
                line.query.line.setFocus()
                return
        whole = (DEFAULT_SPLITS[0], *self.splits())
        self.kept.emit(() if whole == DEFAULT_SPLITS else whole)
