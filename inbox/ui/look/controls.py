"""Small widgets that every pane uses. They paint with tokens at paint time, so a theme change is only a repaint.

The only room, with `ui/safe`, where a label or a tooltip is made: both guess rich text, and what strangers write must
never become markup.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.buttons import Button, PaintedButton
from inbox.ui.look.icons import Sign, draw_sign
from inbox.ui.look.layouts import Column, Row
from inbox.ui.look.paint import Face
from inbox.ui.look.text import draw_line, natural_width, one_line, paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

__all__ = [
    "Avatar", "Button", "Card", "Column", "Hairline", "Icon", "IconButton", "KeyCap", "KeyLegend", "PaintedButton",
    "Pane", "Paragraph", "Pill", "PlainLabel", "Row",
]  # fmt: skip


class PlainLabel(QLabel):
    """One line of plain text in a token colour; it elides instead of pushing its neighbours away, unless `firm`."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        kind: Type = Type.BODY,
        ink: str = "text",
        *,
        right: bool = False,
        centre: bool = False,
        firm: bool = False,
    ) -> None:
        super().__init__()
        self._look, self._kind, self._ink = look, kind, ink
        self._right, self._centre, self._firm = right, centre, firm
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setFont(look.font(kind)))
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(one_line(text))
        self.updateGeometry()
        self._say_what_is_cut()

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(natural_width(self.text(), self.font())) + 2, self._look.line_height(self._kind))

    def minimumSizeHint(self) -> QSize:
        natural = self.sizeHint().width()
        return QSize(natural if self._firm else min(natural, self._look.px(30)), self._look.line_height(self._kind))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._say_what_is_cut()
        super().resizeEvent(event)

    def _say_what_is_cut(self) -> None:
        cut = self.width() < self.sizeHint().width() - 2
        set_plain_tooltip(self, self.text() if cut else "")

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._look.color(self._ink))
        draw_line(painter, QRectF(self.rect()), self.text(), right=self._right, centre=self._centre)


class Paragraph(QLabel):
    """Wrapped plain text on an even line grid. QLabel has no line height, and wraps at its own idea of a width."""

    def __init__(
        self, look: Look, text: str = "", kind: Type = Type.BODY, ink: str = "text", *, centre: bool = False
    ) -> None:
        super().__init__()
        self._look, self._kind, self._ink, self._centre = look, kind, ink, centre
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.fit(self, lambda: self.setFont(look.font(kind)))
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText("\n".join(one_line(line) for line in text.split("\n")))
        self.updateGeometry()

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(paragraph(self.text(), self.font(), width, self._look.line_height(self._kind))[1])

    def sizeHint(self) -> QSize:
        width = min(self._look.px(240), int(natural_width(self.text(), self.font())) + 2)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(80), self._look.line_height(self._kind))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._look.color(self._ink))
        layout, _height = paragraph(self.text(), self.font(), self.width(), self._look.line_height(self._kind))
        if self._centre:
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                line.setPosition(QPointF((self.width() - line.naturalTextWidth()) / 2, line.y()))
        layout.draw(painter, QPointF(0, 0))


def plain_tooltip(text: str) -> str:
    """For `ToolTipRole`: a tooltip is rich text as soon as it looks like it, so it is rich text of ours, escaped."""
    return f"<span>{escape(text)}</span>" if text else ""


def set_plain_tooltip(widget: QWidget, text: str) -> None:
    """Screen readers are told what it adds to the name: without a description Qt reads the tooltip, tags and all."""
    widget.setToolTip(plain_tooltip(text))
    name = widget.accessibleName() or str(widget.property("text") or "")
    widget.setAccessibleDescription((text.removeprefix(name).strip() or " ") if text else "")


class IconButton(PaintedButton):
    """An icon with a name for screen readers; the tooltip shows name and key (`keys` may name a command)."""

    def __init__(self, look: Look, icon: Sign, name: str, keys: str = "") -> None:
        super().__init__(look, "")
        self._icon, self._ink, self._keys = icon, "soft", keys
        self.rename(name)
        look.fit(self, lambda: self.setFixedSize(look.px(30), look.px(28)))
        look.fit(self, lambda: self.rename(self.accessibleName()))

    def rename(self, name: str) -> None:
        """What the next press will do."""
        self.setAccessibleName(name)
        set_plain_tooltip(self, f"{name}  {paint.cap_of(self._keys, self.look)}".strip())

    def show_icon(self, icon: Sign, ink: str) -> None:
        self._icon, self._ink = icon, ink
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, box = QPainter(self), self.look, QRectF(self.rect())
        if self.is_hot:
            paint.rounded(painter, box, look.px(7), look.tokens.hover)
        size = look.px(17)
        square = QRectF((box.width() - size) / 2, (box.height() - size) / 2, size, size)
        ink = self._ink if self.isEnabled() else "line"
        draw_sign(painter, self._icon, square, look.color(ink), 1.5 * look.scale)
        self.paint_ring(painter, look.px(7))


class Avatar(QWidget):
    """A face; `size` at 100 %, and 3 px more for the badge."""

    def __init__(self, look: Look, face: Face, size: int = 36, ground: str = "win") -> None:
        super().__init__()
        self._look, self._face, self._size, self._ground = look, face, size, ground
        look.fit(self, lambda: self.setFixedSize(look.px(size) + look.px(3), look.px(size) + look.px(3)))

    def show_face(self, face: Face) -> None:
        self._face = face
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        side = self._look.px(self._size)
        box = QRectF(0, 0, side, side)
        paint.avatar(QPainter(self), box, self._face, self._look, self._look.color(self._ground))


class Icon(QWidget):
    """A sign without words; decoration beside words that say the same."""

    def __init__(self, look: Look, sign: Sign, ink: str = "soft", size: int = 16) -> None:
        super().__init__()
        self._look, self._sign, self._ink = look, sign, ink
        look.fit(self, lambda: self.setFixedSize(look.px(size), look.px(size)))

    def show_sign(self, sign: Sign, ink: str) -> None:
        self._sign, self._ink = sign, ink
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        look = self._look
        draw_sign(QPainter(self), self._sign, QRectF(self.rect()), look.color(self._ink), 1.5 * look.scale)


class KeyCap(QWidget):
    """A key, or the key of now where a command is named."""

    def __init__(self, look: Look, keys: str) -> None:
        super().__init__()
        self._look, self._keys = look, keys
        look.fit(self, self._size)

    def _size(self) -> None:
        self.setFixedSize(int(paint.keycap_width(self._keys, self._look)) + 1, self._look.px(20))

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = self._look.tokens
        paint.keycap(QPainter(self), 0, self.height() / 2, self._keys, self._look, tokens.soft, tokens.card)


class KeyLegend(QWidget):
    """Small print: keys and what they do, as many as fit, the first ones first."""

    def __init__(self, look: Look, hints: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._look, self._hints = look, hints
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{keys} {label}" for keys, label in hints))
        look.fit(self, lambda: self.setFixedHeight(look.px(24)))

    def sizeHint(self) -> QSize:
        look = self._look
        width = sum(paint.key_hint_width(keys, label, look) + look.px(16) for keys, label in self._hints)
        return QSize(int(width) + 1, look.px(24))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, left, look = QPainter(self), 0.0, self._look
        for keys, label in self._hints:
            if left + paint.key_hint_width(keys, label, look) > self.width() + 1:
                return
            left += paint.key_hint(painter, left, self.height() / 2, keys, label, look) + look.px(16)


class Pill(QWidget):
    """A chip as a widget, with an optional icon; shrinks by eliding. `name` is the longer text it stands for."""

    def __init__(self, look: Look, text: str, kind: str = "quiet", icon: Sign | None = None, name: str = "") -> None:
        super().__init__()
        self._look, self._text, self._kind, self._icon = look, "", kind, icon
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text, name)

    def say(self, text: str, name: str = "", kind: str = "") -> None:
        self._text, self._kind = one_line(text), kind or self._kind
        self.setAccessibleName(name or self._text)
        set_plain_tooltip(self, name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        room_for_icon = self._look.px(18) if self._icon else 0
        return QSize(int(paint.chip_width(self._text, self._look)) + room_for_icon + 2, self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._look.px(48)), self._look.px(20))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        ink, fill = (look.color(name) for name in paint.CHIP_INKS[self._kind])
        box = QRectF(self.rect())
        paint.rounded(painter, box, box.height() / 2, fill)
        inner = box.adjusted(look.px(8), 0, -look.px(6), 0)
        if self._icon:
            size = look.px(12)
            spot = QRectF(inner.left(), (box.height() - size) / 2, size, size)
            draw_sign(painter, self._icon, spot, ink, 1.2 * look.scale)
            inner.setLeft(inner.left() + look.px(17))
        painter.setFont(look.font(Type.TINY))
        painter.setPen(ink)
        draw_line(painter, inner, self._text)


class Card(QWidget):
    """A rounded box to put things in; `edge` names the token of its line."""

    def __init__(self, look: Look, ground: str = "card", edge: str | None = "line", width: float = 1) -> None:
        super().__init__()
        self._look, self._ground, self._edge, self._edge_width = look, ground, edge, width

    def set_edge(self, edge: str | None, width: float = 1) -> None:
        self._edge, self._edge_width = edge, width
        self.update()

    def set_ground(self, ground: str) -> None:
        self._ground = ground
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        edge: QColor | None = self._look.color(self._edge) if self._edge else None
        box = QRectF(self.rect())
        paint.rounded(QPainter(self), box, self._look.px(10), self._look.color(self._ground), edge, self._edge_width)


class Pane(QWidget):
    """A flat ground in a token colour, with hairlines on the named sides ("top", "bottom left", ...)."""

    def __init__(self, look: Look, ground: str, lines: str = "") -> None:
        super().__init__()
        self._look, self._ground, self._lines = look, ground, lines

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, box, line = QPainter(self), self.rect(), self._look.tokens.line
        painter.fillRect(box, self._look.color(self._ground))
        sides = {
            "top": (0, 0, box.width(), 1), "bottom": (0, box.height() - 1, box.width(), 1),
            "left": (0, 0, 1, box.height()), "right": (box.width() - 1, 0, 1, box.height()),
        }  # fmt: skip
        for side in self._lines.split():
            painter.fillRect(*sides[side], line)


class Hairline(QFrame):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(1)

    def paintEvent(self, _: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.tokens.line)
