"""Buttons: painted with tokens, named for screen readers, with a focus ring that only the keyboard brings out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from inbox.ui.look import paint
from inbox.ui.look.icons import Sign, draw_icon, draw_sign
from inbox.ui.look.text import draw_line, one_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class PaintedButton(QAbstractButton):
    """What all painted buttons do alike. `by_keyboard` is true while a focus came by Tab or a key."""

    def __init__(self, look: Look, text: str, kind: Type = Type.MEDIUM) -> None:
        super().__init__()
        self.look, self._kind = look, kind
        self.by_keyboard = False
        self.setText(one_line(text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setFont(look.font(kind)))

    def say(self, text: str) -> None:
        """Other words on the same button."""
        self.setText(one_line(text))
        self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    @property
    def is_hot(self) -> bool:
        """Under the pointer or pressed, and able to act."""
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def paint_ring(self, painter: QPainter, radius: float) -> None:
        if self.hasFocus() and self.by_keyboard:
            paint.focus_ring(painter, QRectF(self.rect()), radius, self.look)


class Button(PaintedButton):
    """A labelled button. `rank`: "main" is the one filled button of a place, "quiet" has no box until hovered.

    `opens` adds the chevron of a choice, and lets the words be elided.

    `keys` is a key, or a command whose key of now is shown.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        *,
        keys: str = "",
        icon: Sign | None = None,
        opens: bool = False,
        rank: str = "plain",
    ) -> None:
        kind = {"main": Type.STRONG, "quiet": Type.SMALL}.get(rank, Type.MEDIUM)
        super().__init__(look, text, kind)
        self._keys, self._icon, self._opens, self._rank = keys, icon, opens, rank
        look.fit(self, self._say_key)
        if opens:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str, keys: str | None = None) -> None:
        """Other words, and another key if one is given."""
        if keys is not None:
            self._keys = keys
            self._say_key()
        super().say(text)

    def _say_key(self) -> None:
        key = paint.cap_of(self._keys, self.look)
        self.setAccessibleDescription(f"Key: {key}" if key else "")

    def _padding(self) -> int:
        return self.look.px(8 if self._rank == "quiet" else 13)

    def _room_for_keys(self) -> float:
        width = paint.keycap_width(self._keys, self.look)
        return width + self.look.px(8) if width else 0

    def sizeHint(self) -> QSize:
        width = 2 * self._padding() + QFontMetricsF(self.font()).horizontalAdvance(self.text()) + self._room_for_keys()
        width += self.look.px(21) if self._icon else 0
        width += self.look.px(16) if self._opens else 0
        return QSize(int(width) + 1, self.look.px(26 if self._rank == "quiet" else 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(60), self.sizeHint().height()) if self._opens else self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self.look, self.look.tokens
        box = QRectF(self.rect())
        main = self._rank == "main"
        ink = {"main": tokens.on_accent, "quiet": tokens.soft}.get(self._rank, tokens.text)
        if not self.isEnabled():
            ink, main = tokens.faint, False
        if main:
            paint.rounded(painter, box, look.px(8), tokens.accent.darker(112) if self.is_hot else tokens.accent)
        elif self._rank != "quiet":
            paint.rounded(painter, box, look.px(8), tokens.hover if self.is_hot else tokens.card, tokens.line)
        elif self.is_hot:
            paint.rounded(painter, box, look.px(7), tokens.hover)
        self._paint_content(painter, box, ink)
        if main and self.hasFocus() and self.by_keyboard:
            paint.rounded(painter, box.adjusted(2, 2, -2, -2), look.px(6), None, tokens.on_accent, 1.5)
        else:
            self.paint_ring(painter, look.px(8))

    def draw_words(self, painter: QPainter, box: QRectF) -> float:
        """Returns their width."""
        return draw_line(painter, box, self.text())

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        look, middle = self.look, box.height() / 2
        left = float(self._padding())
        if self._icon:
            size = look.px(15)
            draw_sign(painter, self._icon, QRectF(left, middle - size / 2, size, size), ink, 1.4 * look.scale)
            left += look.px(21)
        painter.setFont(self.font())
        painter.setPen(ink)
        after = self._padding() + (look.px(16) if self._opens else 0) + self._room_for_keys()
        line = look.line_height(self._kind)
        top = (int(box.height()) - line) // 2  # as a label beside it stands: one line of writing, not two
        left += self.draw_words(painter, QRectF(left, top, box.width() - left - after + 2, line))
        if self._opens:
            size = look.px(11)
            spot = QRectF(left + look.px(5), middle - size / 2 + 1, size, size)
            draw_icon(painter, "down", spot, ink, 1.4 * look.scale)
        if self._keys:
            paint.keycap(painter, left + look.px(8), middle, self._keys, look, ink, None)
