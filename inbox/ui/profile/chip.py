"""A chip that is on or off: one of several filters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from inbox.ui.look import paint
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type


class FilterChip(PaintedButton):
    """Space switches it."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(look, text, Type.SMALL)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.look.font(Type.SMALL_STRONG)).horizontalAdvance(self.text())
        return QSize(int(words) + self.look.px(20), self.look.px(25))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = tokens.sel if on else tokens.hover if self.is_hot else None
        edge = tokens.accent if on else tokens.line
        paint.rounded(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, ground, edge, 1)
        painter.setFont(look.font(Type.SMALL_STRONG if on else Type.SMALL))
        painter.setPen(tokens.accent if on else tokens.soft)
        draw_line(painter, box.adjusted(look.px(9), 0, -look.px(9), 0), self.text(), centre=True)
        self.paint_ring(painter, box.height() / 2)
