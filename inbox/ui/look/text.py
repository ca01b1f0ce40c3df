"""Laying out plain text: two elided lines for rows, even line boxes for paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufff9-\ufffb]")
_RIGHT = ("R", "AL")
Span = tuple[int, int]
LOOKED_AT = 1200
"""Characters of a text of which two lines are shown."""


def one_line(text: str) -> str:
    """Without line breaks, control characters and direction overrides. Isolates stay: we put those around names."""
    return " ".join(_UNSEEN.sub("", text).split())


def isolate(name: str) -> str:
    """A stranger's name inside a sentence of ours: it cannot turn the rest of the sentence round."""
    return f"\u2068{name}\u2069"


def spoken(words: str) -> str:
    """Without the marks of `isolate`, for what is heard and not drawn."""
    return words.replace("\u2068", "").replace("\u2069", "")


@lru_cache(maxsize=2048)
def two_lines(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """At most two lines that fit, the second one elided. Neither QLabel nor drawText can do this."""
    flat = one_line(text[:LOOKED_AT])
    layout = _layout(flat, font)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    taken = first.textLength()
    layout.endLayout()
    # QTextLine counts UTF-16 units, Python counts characters: an emoji is two and one.
    units = flat.encode("utf-16-le", "surrogatepass")
    head = units[: taken * 2].decode("utf-16-le", "replace").rstrip()
    rest = units[taken * 2 :].decode("utf-16-le", "replace").strip()
    if not rest:
        return (head,)
    return head, QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def draw_line(painter: QPainter, box: QRectF, text: str, *, right: bool = False, centre: bool = False) -> float:
    """One elided line, centred in the height of `box`, on the side its script starts; returns its width."""
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    from_right = starts_right(text)
    side = Qt.AlignmentFlag.AlignRight if right or from_right else Qt.AlignmentFlag.AlignLeft
    if centre:
        side = Qt.AlignmentFlag.AlignHCenter
    # A widget's painter reads left to right whatever the text is: the ellipsis would land at the beginning.
    direction = Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight
    painter.setLayoutDirection(direction)
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute), shown)
    return min(metrics.horizontalAdvance(shown), box.width())


def in_units(text: str, spans: Sequence[Span]) -> list[Span]:
    """From code points to the UTF-16 units that Qt counts: an emoji is two of them."""
    if text.isascii() or max(text, default="") < "\U00010000":
        return list(spans)
    before = [0, *accumulate(2 if char >= "\U00010000" else 1 for char in text)]
    return [(before[start], before[end]) for start, end in spans]


def draw_marked(painter: QPainter, box: QRectF, text: str, spans: Sequence[Span], ink: QColor, ground: QColor) -> float:
    """`draw_line`, with parts of the text (in code points) marked: another ink on another ground, and underlined, so
    that it is seen where colours are few."""
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    seen = len(shown) - (1 if shown != text else 0)
    marks = [(start, min(end, seen)) for start, end in spans if start < seen]
    if not marks:
        return draw_line(painter, box, text)
    layout, width = _layout(shown, painter.font()), metrics.horizontalAdvance(shown) + 1
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    marked: list[QTextLayout.FormatRange] = []
    for start, end in in_units(shown, marks):
        one = QTextLayout.FormatRange()
        one.start, one.length = start, end - start
        look = QTextCharFormat()
        look.setForeground(ink)
        look.setBackground(ground)
        look.setFontUnderline(True)
        one.format = look
        marked.append(one)
    layout.setFormats(marked)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    left = box.right() - width if starts_right(text) else box.left()
    layout.draw(painter, QPointF(left, box.top() + (box.height() - line.height()) / 2))
    return width


@lru_cache(maxsize=512)
def paragraph(text: str, font: QFont, width: float, line_height: float) -> tuple[QTextLayout, float]:
    """All lines on an even grid, and their height: fallback fonts (CJK, emoji) must not push single lines apart.

    Kept, as layouts ask for heights again and again: draw it, do not change it.
    """
    layout = _layout(text.replace("\n", "\u2028"), font)
    metrics = QFontMetricsF(font)
    to_baseline = (line_height - metrics.height()) / 2 + metrics.ascent()
    top = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top + to_baseline - line.ascent()))
        top += line_height
    layout.endLayout()
    return layout, top


@lru_cache(maxsize=4096)
def natural_width(text: str, font: QFont) -> float:
    return max(QFontMetricsF(font).horizontalAdvance(line) for line in text.split("\n"))


def starts_right(text: str) -> bool:
    """By the first strong letter, as the Unicode bidirectional algorithm does for a paragraph (UAX 9, P2)."""
    for letter in text[:40]:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return False
        if kind in _RIGHT:
            return True
    return False


def _layout(text: str, font: QFont) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    return layout
