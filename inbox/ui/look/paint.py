"""Shapes shared by rows, cards and bars. Plain functions: the same pixels in delegates and in widgets."""

from __future__ import annotations

import sys
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from inbox.ui.look.icons import Sign, draw_sign, tile_of
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import AVATAR_HUES, WHITE, Type


def rounded(
    painter: QPainter, box: QRectF, radius: float, fill: QColor | None, edge: QColor | None = None, width: float = 1
) -> None:
    """A rounded box whose line lies inside `box`, so that a 1 px edge falls on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if edge else 0
    painter.setPen(QPen(edge, width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def focus_ring(painter: QPainter, box: QRectF, radius: float, look: Look) -> None:
    rounded(painter, box, radius, None, look.tokens.accent, 2)


@dataclass(frozen=True, slots=True)
class Badge:
    """A network in small: an icon of ours in white on `colour`, or the file of a network, which has its own tile."""

    sign: Sign
    colour: str = "#6b5b95"


def badge_of(icon: Path) -> Badge:
    """A network's `icon.svg`; only a file of the app may be named (see `icons.draw_svg`)."""
    return Badge(icon)


@dataclass(frozen=True, slots=True)
class Face:
    """What an avatar shows: a picture if there is one, else initials on a hue."""

    initials: str
    hue: int
    badge: Badge | None = None
    picture: QPixmap | None = None


def face_of(name: str, key: str, badge: Badge | None = None, picture: QPixmap | None = None) -> Face:
    """`key` decides the hue, the same one on every machine and in every session; use one that outlives a new name."""
    return Face(_initials(name), zlib.crc32(key.encode()), badge, picture)


def _initials(name: str) -> str:
    """One or two letters: the first of the first and of the last word; one is enough where letters are words."""
    firsts = [first for word in name.split() if (first := next((c for c in word if c.isalnum()), ""))]
    if not firsts:
        return "?"
    joins = unicodedata.bidirectional(firsts[0]) == "AL"  # two Arabic letters would be drawn as a syllable
    if joins or unicodedata.east_asian_width(firsts[0]) in "WF" or len(firsts) == 1:
        return firsts[0].upper()
    return (firsts[0] + firsts[-1]).upper()


def avatar(painter: QPainter, box: QRectF, face: Face, look: Look, ground: QColor) -> None:
    """A disc, and the network's badge cut out of `ground` at its lower right (reaching 3 px beyond `box`)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if face.picture is not None:
        _disc(painter, box, face.picture)
    else:
        painter.setBrush(AVATAR_HUES[face.hue % len(AVATAR_HUES)])
        painter.drawEllipse(box)
        font = QFont(look.font(Type.STRONG))
        font.setPixelSize(max(1, round(box.width() * 0.36)))
        painter.setFont(font)
        painter.setPen(WHITE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, face.initials)
    if face.badge:
        size, offset = look.px(17), look.px(3)
        corner = QRectF(box.right() + offset - size, box.bottom() + offset - size, size, size)
        badge(painter, corner, face.badge, look, ground)


def _disc(painter: QPainter, box: QRectF, picture: QPixmap) -> None:
    painter.save()
    side = min(picture.width(), picture.height())
    scale = box.width() / side if side else 1.0
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setBrush(picture)
    painter.drawEllipse(QRectF(0, 0, side, side))
    painter.restore()


def badge(painter: QPainter, box: QRectF, badge: Badge, look: Look, ground: QColor) -> None:
    """A network in small, cut out of `ground`."""
    dot(painter, box.center(), box.width() / 2, ground)
    disc = box.adjusted(2, 2, -2, -2)
    if isinstance(badge.sign, Path):
        ratio = painter.device().devicePixelRatio()
        _disc(painter, disc, tile_of(badge.sign, max(1, round(disc.width() * ratio))))
        return
    dot(painter, disc.center(), disc.width() / 2, QColor(badge.colour))
    inset = look.px(4)
    draw_sign(painter, badge.sign, box.adjusted(inset, inset, -inset, -inset), WHITE, 1.3 * look.scale)


CHIP_INKS = {"question": ("warn", "warn_soft"), "good": ("accent", "sel"), "quiet": ("soft", "hover")}


def chip_width(text: str, look: Look) -> float:
    return QFontMetricsF(look.font(Type.TINY)).horizontalAdvance(text) + look.px(14)


def chip(painter: QPainter, room: QRectF, text: str, kind: str, look: Look, ground: QColor) -> float:
    """A pill: `kind` is question, good or quiet. Returns its width, at most `room`'s.

    On a ground of its own colour it takes the window's instead of vanishing.
    """
    ink, fill = (look.color(name) for name in CHIP_INKS[kind])
    box = QRectF(room)
    box.setWidth(min(chip_width(text, look), room.width()))
    rounded(painter, box, box.height() / 2, look.tokens.win if fill == ground else fill)
    painter.setFont(look.font(Type.TINY))
    painter.setPen(ink)
    draw_line(painter, box.adjusted(look.px(7), 0, -look.px(6), 0), text)
    return box.width()


_ON_A_MAC = sys.platform == "darwin"


def native(keys: str, *, mac: bool = _ON_A_MAC) -> str:
    """Keys as the desktop writes them: "Ctrl Shift Enter" is "Ctrl ⇧ ↵", on a Mac "⌘ ⇧ ↵"."""
    signs = {"Enter": "↵", "Return": "↵", "Shift": "⇧", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
    if mac:
        signs |= {"Ctrl": "⌘", "Alt": "⌥", "Meta": "⌃"}
    words = [word for stroke in keys.split() for word in (stroke.replace("+", " ").split() or [stroke])]
    return " ".join(signs.get(word, word) for word in words)


def cap_of(keys: str, look: Look) -> str:
    """What a keycap shows: a key ("Esc"), or the key of now where a command is named ("triage.done")."""
    names_a_command = "." in keys and keys.islower()
    return look.key(keys) if names_a_command else native(keys)


def keycap_width(keys: str, look: Look) -> float:
    """0 for a command without a key."""
    words = cap_of(keys, look)
    room = QFontMetricsF(look.font(Type.TINY)).horizontalAdvance(words) + look.px(10)
    return max(room, look.px(19)) if words else 0


def keycap(
    painter: QPainter, left: float, middle: float, keys: str, look: Look, ink: QColor, fill: QColor | None
) -> float:
    """A key, centred on `middle`. Returns its width."""
    words = cap_of(keys, look)
    box = QRectF(left, round(middle - look.px(18) / 2), keycap_width(keys, look), look.px(18))
    if not words:
        return 0
    edge = QColor(ink)
    edge.setAlphaF(0.28)
    rounded(painter, box, look.px(5), fill, edge)
    painter.setFont(look.font(Type.TINY))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box.width()


def key_hint_width(keys: str, label: str, look: Look) -> float:
    words = QFontMetricsF(look.font(Type.SMALL)).horizontalAdvance(label)
    return keycap_width(keys, look) + look.px(6) + words


def key_hint(painter: QPainter, left: float, middle: float, keys: str, label: str, look: Look) -> float:
    """A key and what it does; returns the width of both."""
    width = keycap(painter, left, middle, keys, look, look.tokens.soft, look.tokens.card) + look.px(6)
    painter.setFont(look.font(Type.SMALL))
    painter.setPen(look.tokens.soft)
    box = QRectF(left + width, middle - look.px(10), 1000 * look.scale, look.px(20))
    return width + draw_line(painter, box, label)


def dot(painter: QPainter, centre: QPointF, radius: float, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, radius, radius)


def switch(painter: QPainter, left: float, middle: float, look: Look, *, on: bool) -> QRectF:
    """A switch, centred on `middle`. Returns where it stands."""
    tokens, height = look.tokens, look.px(18)
    track = QRectF(left, middle - height / 2, look.px(32), height)
    rounded(painter, track, height / 2, tokens.accent if on else tokens.hover, tokens.faint if not on else None)
    knob = track.center()
    knob.setX(track.right() - height / 2 if on else track.left() + height / 2)
    dot(painter, knob, height / 2 - look.px(3), tokens.on_accent if on else tokens.faint)
    return track


def shadow(painter: QPainter, box: QRectF, radius: float, depth: int = 54) -> None:
    """Soft and cheap: stacked translucent boxes. QGraphicsDropShadowEffect blurs the text of children at 2x.

    Kept as a picture: what lies above is painted again whenever something below it changes.
    """
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(box.topLeft() - QPointF(depth, depth), _shadow(box.width(), box.height(), radius, depth, ratio))


@lru_cache(maxsize=16)
def _shadow(width: float, height: float, radius: float, depth: int, ratio: float) -> QPixmap:
    """Of a box whose corner is at (depth, depth)."""
    picture = QPixmap(ceil((width + 2 * depth) * ratio), ceil((height + 2.3 * depth) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter, box = QPainter(picture), QRectF(depth, depth, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 2))
    for step in range(depth, 0, -3):
        grown = box.adjusted(-step, -step + depth * 0.3, step, step + depth * 0.3)
        painter.drawRoundedRect(grown, radius + step, radius + step)
    painter.end()
    return picture
