"""What has passed between a person and me: the newest lines of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inbox.core.person import HistoryEntry, PersonView
from inbox.core.ports import Reading
from inbox.core.profile import EVERYTHING
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Button
from inbox.ui.look.text import draw_line, paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.person_words import happened
from inbox.ui.profile.card import Around, PersonCard

LINES = 12


class HistoryLine(PaintedButton):
    """When, and what; opens its conversation."""

    opened = Signal(object, object)
    """(conversation id, message id or None)"""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL)
        self._when, self._days = "", 0
        self._conversation: int | None = None
        self._message: int | None = None
        self.clicked.connect(lambda: self.opened.emit(self._conversation, self._message))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: HistoryEntry, when: str, days: int) -> None:
        """`days`: how wide the column of days is."""
        self._when, self._days = when, days
        self._conversation, self._message = entry.conversation, entry.message or None
        self.say(happened(entry))
        self.setEnabled(entry.conversation is not None)
        self.setAccessibleName(f"{when}: {self.text()}")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(1, width - self._days)
        return round(paragraph(self.text(), self.font(), room, self.look.line_height(Type.SMALL))[1]) + self.look.px(6)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.look.px(200))
        return QSize(self.look.px(200), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(120), self.look.px(23))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self.look, self.look.tokens
        height = look.line_height(Type.SMALL)
        painter.setFont(self.font())
        painter.setPen(tokens.faint)
        draw_line(painter, QRectF(0, look.px(3), self._days - look.px(6), height), self._when)
        painter.setPen(tokens.accent if self.is_hot else tokens.text)
        layout, _height = paragraph(self.text(), self.font(), self.width() - self._days, height)
        layout.draw(painter, QPointF(self._days, look.px(3)))
        self.paint_ring(painter, look.px(6))


class HistoryCard(PersonCard):
    """The newest lines; the page has all of them."""

    title = "History"
    part = None

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=1)
        self._lines: list[HistoryLine] = []
        self._list = layouts.Column(self.look, spacing=1)
        self._more = Button(self.look, "The whole history", keys="people.profile", rank="quiet")
        self._more.clicked.connect(lambda: self.commanded.emit("people.profile"))
        self.column.hold(self._list, layouts.Row(self.look, self._more, None))
        self._entries: Sequence[HistoryEntry] = ()
        self.look.rescaled.connect(self._show)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        keys = reading.history_keys(person.id, EVERYTHING, limit=LINES + 1)
        self._entries = reading.history_lines(keys[:LINES])
        self._more.setVisible(len(keys) > LINES)
        self.setVisible(bool(self._entries))
        self._show()

    def _show(self) -> None:
        shown = self._entries
        whens = [times.date(entry.at, self.now()) for entry in shown]
        metrics = QFontMetricsF(self.look.font(Type.SMALL))
        days = int(max(map(metrics.horizontalAdvance, (*whens, "28 Aug")))) + self.look.px(12)
        while len(self._lines) < len(shown):
            line = HistoryLine(self.look)
            line.opened.connect(self.conversation_opened)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                line.show_entry(shown[at], whens[at], days)
