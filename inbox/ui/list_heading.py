"""What stands above a list: which one it is, how many are in it, and what came while it had the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look import layouts, paint
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Pane, PlainLabel
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

LOW = 46
HIGH = 76  # as high as the conversation's heading, so that one hairline runs through


class ListHeading(Pane):
    def __init__(self, look: Look, beside: Sequence[QWidget] = (), below: QWidget | None = None) -> None:
        """`beside` stand at the end of the line of the title, `below` follows the count."""
        super().__init__(look, "win", "bottom")
        self.title = PlainLabel(look, "", Type.HEAD)
        self.count = PlainLabel(look, "", Type.SMALL, "soft", firm=below is not None)
        self._low = False
        self._below = QWidget()
        after = () if below is None else (below, None)
        self._below.setLayout(layouts.Row(look, self.count, *after, spacing=0))
        above = layouts.Row(look, self.title, None, *beside, spacing=8)
        self.setLayout(layouts.Column(look, None, above, self._below, None, spacing=2, margins=(14, 2, 10, 0)))
        look.fit(self, self._fit)

    def be_low(self, low: bool) -> None:
        """One line, where the rows need the room."""
        self._low = low
        self._below.setVisible(not low)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.px(LOW if self._low else HIGH))


class News(PaintedButton):
    """ "3 new · .": what came while the list had the focus. A press lets it in. It stands where it moves no row."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL_STRONG)
        self.setAccessibleDescription("Key: .")
        self.hide()

    def show_count(self, count: int) -> None:
        self.say(f"{count:,} new")
        self.setAccessibleName(f"{count:,} new, show them")
        self.setVisible(count > 0)

    def _words(self) -> int:
        return int(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 2

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(self._words() + int(paint.keycap_width("navigate.merge", look)) + look.px(24), look.px(26))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        paint.rounded(painter, box, box.height() / 2, tokens.hover if self.is_hot else tokens.sel)
        painter.setFont(self.font())
        painter.setPen(tokens.accent)
        left = look.px(11)
        draw_line(painter, QRectF(left, 0, self._words(), box.height()), self.text())
        left += self._words() + look.px(6)
        paint.keycap(painter, left, box.height() / 2, "navigate.merge", look, tokens.accent, None)
        self.paint_ring(painter, box.height() / 2)
