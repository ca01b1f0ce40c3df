"""What has passed between a person and me: the newest lines of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inbox.core.person import HistoryEntry, PersonView
from inbox.core.ports import Reading
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Button
from inbox.ui.look.text import draw_line, paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.person_words import happened
from inbox.ui.profile.card import Around, PersonCard

HISTORY_STEP = 12
MOST_LINES = 60


class HistoryLine(PaintedButton):
    """When, and what; opens its conversation."""

    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL)
        self._when, self._days = "", 0
        self._conversation: int | None = None
        self.clicked.connect(lambda: self.opened.emit(self._conversation))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: HistoryEntry, when: str, days: int) -> None:
        """`days`: how wide the column of days is."""
        self._when, self._days, self._conversation = when, days, entry.conversation
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
    title = "History"
    part = None

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=1)
        look = self.look
        self._entries: Sequence[HistoryEntry] = ()
        self._most = HISTORY_STEP
        self._lines: list[HistoryLine] = []
        self._list = layouts.Column(look, spacing=1)
        self._more = Button(look, "", rank="quiet")
        self._more.clicked.connect(self._on_more)
        self.column.hold(self._list, layouts.Row(look, self._more, None))
        look.rescaled.connect(self._show)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._entries = reading.history(person.id, limit=MOST_LINES)
        if fresh:
            self._most = HISTORY_STEP
        self._show()

    def _show(self) -> None:
        shown = self._entries[: self._most]
        whens = [times.date(entry.at, self.now()) for entry in shown]
        metrics = QFontMetricsF(self.look.font(Type.SMALL))
        days = int(max(map(metrics.horizontalAdvance, (*whens, "28 Aug")))) + self.look.px(12)
        while len(self._lines) < len(shown):
            line = HistoryLine(self.look)
            line.opened.connect(self._on_opened)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                line.show_entry(shown[at], whens[at], days)
        left = len(self._entries) - len(shown)
        self._more.say(f"{left:,} more")
        self._more.setVisible(left > 0)
        self.setVisible(bool(self._entries))

    def _on_more(self) -> None:
        self._most += 4 * HISTORY_STEP
        self._show()

    def _on_opened(self, conversation: object) -> None:
        self.conversation_opened.emit(conversation, None)
