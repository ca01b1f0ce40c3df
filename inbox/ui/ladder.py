"""The stage of a person as five quiet steps. One picture, one description; nothing to press."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.model import Stage
from inbox.ui.look import paint
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

STAGES = tuple(Stage)
NAMES = tuple(stage.value.capitalize() for stage in STAGES)


class StageLadder(QWidget):
    """Words share the width by their length; where they do not fit, only the present one stays."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._now = look, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setFixedHeight(look.px(34)))

    def show_stage(self, stage: Stage) -> None:
        self._now = STAGES.index(stage)
        self.setAccessibleName(f"Stage: {NAMES[self._now]}, {self._now + 1} of {len(STAGES)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(34))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        # Measured with the heavier font for all, so that nothing moves when the stage does.
        widths = [QFontMetricsF(look.font(Type.TINY_STRONG)).horizontalAdvance(name) for name in NAMES]
        gap = (self.width() - sum(widths)) / (len(NAMES) - 1)
        crowded = gap < look.px(5)
        step = (self.width() - look.px(60)) / (len(NAMES) - 1)
        centres = [
            look.px(30) + step * at if crowded else sum(widths[:at]) + gap * at + widths[at] / 2
            for at in range(len(NAMES))
        ]
        height = look.px(8)
        for at, (before, after) in enumerate(pairwise(centres), start=1):
            reached = at <= self._now
            line = QRectF(before, height - (1 if reached else 0.5), after - before, 2 if reached else 1)
            painter.fillRect(line, tokens.accent if reached else tokens.line)
        for at, centre in enumerate(centres):
            spot = QPointF(centre, height)
            if at == self._now:
                paint.dot(painter, spot, look.px(7.5), tokens.sel)
            paint.dot(painter, spot, look.px(9) / 2, tokens.accent if at <= self._now else tokens.line)
            if not crowded or at == self._now:
                self._paint_word(painter, centre, at)

    def _paint_word(self, painter: QPainter, centre: float, at: int) -> None:
        look, now = self._look, at == self._now
        font = look.font(Type.TINY_STRONG if now else Type.TINY)
        width = QFontMetricsF(font).horizontalAdvance(NAMES[at]) + 1
        left = min(max(0.0, centre - width / 2), self.width() - width)
        painter.setFont(font)
        painter.setPen(look.tokens.accent if now else look.tokens.faint)
        draw_line(painter, QRectF(left, look.px(18), width, look.px(16)), NAMES[at])
