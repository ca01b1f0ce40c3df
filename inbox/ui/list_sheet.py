"""A list of things above the window, each with what can be done about it: a key, or a button that says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from inbox.ui.empty import Picture
from inbox.ui.look import paint
from inbox.ui.look.controls import Button, Column, Hairline, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

ROOM_FOR_PICTURE = 330
STEPS = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}


@dataclass(frozen=True, slots=True)
class Deed:
    """`key` is one letter; `leaves`: the sheet closes first."""

    key: str
    label: str
    do: Callable[[], object]
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`title` stands first, `details` below it; the first deed is what Enter does."""

    title: str
    details: tuple[str, ...]
    deeds: tuple[Deed, ...]
    warn: bool = False


class LineRow(QWidget):
    def __init__(self, look: Look, line: Line, run: Callable[[Deed], None]) -> None:
        super().__init__()
        self.line, self._look, self._run, self._is_hot = line, look, run, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        ways = ", ".join(f"{deed.key} {deed.label.lower()}" for deed in line.deeds)
        self.setAccessibleName(f"{line.title}. {' '.join(line.details)} Keys: {ways}.")
        column = Column(look, PlainLabel(look, line.title, Type.MEDIUM), spacing=2)
        for detail in line.details:
            column.hold(Paragraph(look, detail, Type.BODY, "warn" if line.warn else "soft"))
        buttons = Row(look, spacing=6)
        for deed in line.deeds:
            button = Button(look, deed.label, keys=deed.key, rank="quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, deed=deed: self._run(deed))
            buttons.hold(button)
        buttons.hold(None)
        column.addLayout(buttons)
        whole = Column(look, margins=(10, 8, 10, 6))
        whole.addLayout(column)
        self.setLayout(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        pressed = event.text().upper() if plain else ""
        deed = next((deed for deed in self.line.deeds if deed.key == pressed), None)
        if deed is None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.deeds:
            deed = self.line.deeds[0]
        if deed is None:
            event.ignore()  # arrows and Tab are the sheet's
        else:
            self._run(deed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hot = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hot = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_hot or self.hasFocus():
            paint.rounded(painter, box, look.px(7), look.tokens.hover)
        if self.hasFocus():
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), look.px(7), look)


class ListSheet(Sheet):
    """`fill` is called at the beginning and whenever what is shown may be another."""

    wish = (640, 560)
    top = 80
    title = ""
    nothing = ""
    """Said, with a calm picture, where there is no line."""
    enter_does = "its first button"

    def __init__(self, look: Look, *below: QWidget) -> None:
        super().__init__(look, self.title)
        self._said = Paragraph(look, "", Type.BODY, "soft")
        self._page = QWidget()
        self._lines = Column(look, spacing=2, margins=(8, 6, 8, 8))
        self._page.setLayout(self._lines)
        self._scroll = Scroller(look, self.title)
        self._scroll.hold(self._page)
        self._scroll.installEventFilter(self)
        self._rows: list[LineRow] = []
        close = Button(look, "Done", keys="Esc")
        close.clicked.connect(self.done)
        self._legend = KeyLegend(look, (("↑↓", "choose"), ("Enter", self.enter_does)))
        outer = Column(look, margins=(1, 0, 1, 6))
        heading = PlainLabel(look, self.title, Type.HEAD, firm=True)
        outer.hold(Column(look, heading, self._said, spacing=3, margins=(20, 14, 20, 10)), Hairline(look))
        outer.addWidget(self._scroll, 1)
        self._empty = self._made_empty(look)
        outer.addWidget(self._empty, 1)
        outer.hold(Hairline(look), *below, Row(look, self._legend, None, close, spacing=8, margins=(20, 6, 16, 2)))
        self.setLayout(outer)
        self._close = close

    def _made_empty(self, look: Look) -> QWidget:
        """Hidden until it is known that there is nothing."""
        empty, picture = QWidget(), Picture(look)
        picture.show_kind("quiet")
        words = Paragraph(look, self.nothing, Type.BODY, "soft", centre=True)
        column = Column(look, None, Row(look, None, picture, None), 10.0, words, None, margins=(30, 10, 30, 20))
        empty.setLayout(column)
        empty.hide()
        self._picture = picture
        return empty

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the words are what is left of an empty list."""
        super().resizeEvent(event)
        self._picture.setVisible(self.height() >= self.look.px(ROOM_FOR_PICTURE))

    def first_focus(self) -> QWidget:
        return self._rows[0] if self._rows else self._close

    def show_lines(self, said: str, lines: Sequence[Line]) -> None:
        """The keys stay at the place in the list where they were."""
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), None)
        was_filled = bool(self._rows)
        old = self._rows
        while self._lines.count():
            self._lines.takeAt(0)
        self._said.setText(said)
        for part in (self._said, self._scroll, self._legend):
            part.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._rows = [LineRow(self.look, line, self._on_deed) for line in lines]
        for row in self._rows:
            self._lines.addWidget(row)
            row.show()
        self._lines.addStretch(1)
        self._lines.activate()
        self._page.adjustSize()
        if at is not None and self._rows:
            self._rows[min(at, len(self._rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif at is not None or not was_filled or QApplication.focusWidget() is None:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        for row in old:  # after the keys have gone to a new one: a row that goes with the keys takes them along
            row.hide()
            row.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows, before the scroller has them: a scroll area takes what its page leaves."""
        by = STEPS.get(event.key(), 0) if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else 0
        if by and self._rows:
            self._step(by)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = STEPS.get(event.key(), 0)
        if by and self._rows:
            self._step(by)
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1 if by > 0 else len(self._rows))
        row = self._rows[max(0, min(at + by, len(self._rows) - 1))]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(row)

    def _on_deed(self, deed: Deed) -> None:
        if deed.leaves:
            self.done.emit()
        deed.do()
