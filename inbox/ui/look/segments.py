"""Joined choices, one of them chosen. What does not fit goes: first the icons, then the keys, then the words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import PaintedButton, set_plain_tooltip
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

FULL, KEYS, WORDS, ICON = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Choice:
    text: str
    icon: str = ""
    keys: str = ""


class Segment(PaintedButton):
    def __init__(self, look: Look, choice: Choice, *, first: bool, last: bool) -> None:
        super().__init__(look, choice.text)
        self.setCheckable(True)
        self.level = FULL
        self._choice, self._first, self._last = choice, first, last
        look.fit(self, self._say_key)

    def _say_key(self) -> None:
        set_plain_tooltip(self, f"{self._choice.text}  {paint.cap_of(self._choice.keys, self.look)}".strip())

    def width_at(self, level: int) -> int:
        look, width = self.look, float(self.look.px(22))
        if self._shows_icon(level):
            width += look.px(16) + (look.px(6) if level == FULL else 0)
        if self._shows_words(level):
            width += QFontMetricsF(look.font(Type.STRONG)).horizontalAdvance(self.text())
        if self._shows_keys(level):
            width += paint.keycap_width(self._choice.keys, look) + look.px(7)
        return int(width) + 1

    def _shows_icon(self, level: int) -> bool:
        return bool(self._choice.icon) and level in (FULL, ICON)

    def _shows_words(self, level: int) -> bool:
        return level > ICON or not self._choice.icon

    def _shows_keys(self, level: int) -> bool:
        return bool(paint.cap_of(self._choice.keys, self.look)) and level >= KEYS

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(FULL), self.look.px(30))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = tokens.sel if self.isChecked() else tokens.hover if self.is_hot else tokens.card
        painter.fillPath(self._shape(box), fill)
        self._paint_edge(painter, box)
        ink = tokens.accent if self.isChecked() else tokens.soft
        if not self.isEnabled():
            ink = tokens.faint
        left, middle, size = float(look.px(11)), box.height() / 2, look.px(16)
        if self._shows_icon(self.level):
            spot = QRectF(left, middle - size / 2, size, size)
            draw_icon(painter, self._choice.icon, spot, ink, 1.5 * look.scale)
            left += size + look.px(6)
        if self._shows_words(self.level):
            painter.setFont(look.font(Type.STRONG if self.isChecked() else Type.BODY))
            painter.setPen(ink)
            left += draw_line(painter, QRectF(left, 0, box.width() - left - 2, box.height()), self.text()) + look.px(7)
        if self._shows_keys(self.level):
            paint.keycap(painter, left, middle, self._choice.keys, look, ink, None)
        self.paint_ring(painter, look.px(8))

    def _shape(self, box: QRectF) -> QPainterPath:
        """Round only at the outer ends: the union of a rounded box and the straight inner half."""
        radius, path = self.look.px(8), QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)  # overlaps would be holes
        path.addRoundedRect(box, radius, radius)
        if not self._first:
            path.addRect(box.adjusted(0, 0, -box.width() / 2, 0))
        if not self._last:
            path.addRect(box.adjusted(box.width() / 2, 0, 0, 0))
        return path

    def _paint_edge(self, painter: QPainter, box: QRectF) -> None:
        """The outline of the whole row, seen through this segment."""
        reach = self.look.px(40)
        whole = box.adjusted(0 if self._first else -reach, 0, 0 if self._last else reach, 0)
        paint.rounded(painter, whole, self.look.px(8), None, self.look.tokens.line)
        if not self._last:
            painter.fillRect(QRectF(box.right() - 1, box.top() + 1, 1, box.height() - 2), self.look.tokens.line)


class Segments(QWidget):
    """Left and Right move the choice while one of them has the focus; only the chosen one is a Tab stop."""

    chosen = Signal(int)

    def __init__(self, look: Look, name: str, choices: tuple[Choice, ...], checked: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._look, self._group = look, QButtonGroup(self)
        self._segments: list[Segment] = []
        last = len(choices) - 1
        for place, choice in enumerate(choices):
            segment = Segment(look, choice, first=place == 0, last=place == last)
            segment.setParent(self)
            self._segments.append(segment)
            self._group.addButton(segment, place)
        self.choose(checked)
        self._group.idClicked.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.fit(self, self._lay_out)

    def choose(self, number: int) -> None:
        """Without a signal."""
        self._segments[number].setChecked(True)

    def chosen_number(self) -> int:
        return self._group.checkedId()

    def segment(self, number: int) -> Segment:
        return self._segments[number]

    def _width_at(self, level: int) -> int:
        return sum(segment.width_at(level) for segment in self._segments)

    def sizeHint(self) -> QSize:
        return QSize(self._width_at(FULL), self._look.px(30))

    def minimumSizeHint(self) -> QSize:
        least = sum(min(segment.width_at(ICON), self._look.px(44)) for segment in self._segments)
        return QSize(least, self._look.px(30))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        """Where not even the shortest form fits, all give way alike and elide their words."""
        level = next((level for level in (FULL, KEYS, WORDS) if self._width_at(level) <= self.width()), ICON)
        share = min(1.0, self.width() / max(1, self._width_at(level)))
        left = 0
        for segment in self._segments:
            segment.level = level
            width = int(segment.width_at(level) * share)
            segment.setGeometry(left, 0, width, self._look.px(30))
            left += width
