"""One person in a list, painted: face with the badges of their networks, name, how you stand, why they are here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from inbox.core.relation import PeopleSort, PersonRow
from inbox.ui.faces import Faces
from inbox.ui.look import paint, times
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.text import draw_line, two_lines
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.people_words import corner, facts_of, waiting_words
from inbox.ui.row_painter import Drawn, RowPainter

MOST_BADGES = 3


class PersonDelegate(RowPainter):
    """`shows_why`: rows are two lines higher, with why they are in this segment."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, now)
        self._faces = faces
        self.shows_why = False
        self.sort = PeopleSort.CONTACT

    def show_as(self, sort: PeopleSort, *, shows_why: bool) -> None:
        self.sort, self.shows_why = sort, shows_why
        self._pictures.clear()

    def row_height(self) -> int:
        look = self._look
        lines = look.line_height(Type.STRONG) + look.line_height(Type.SMALL)
        if self.shows_why:
            lines += 2 * look.line_height(Type.SMALL) + look.px(2)
        return lines + look.px(6 + 18 + 20)

    def paint_row(self, painter: QPainter, box: QRectF, drawn: Drawn) -> None:
        look, row = self._look, drawn.row
        ground = self.paint_ground(painter, box, drawn)
        if not isinstance(row, PersonRow):
            return
        size = look.px(36)
        spot = QRectF(box.left() + look.px(14), box.top() + look.px(12), size, size)
        if drawn.marked:
            self.paint_mark(painter, spot)
        else:
            self._paint_face(painter, spot, row, ground)
        inner = box.adjusted(look.px(62), look.px(10), -look.px(16), -look.px(10))
        inner.setTop(self._paint_name(painter, inner, row))
        inner.setTop(self._paint_line(painter, inner, facts_of(row), Type.SMALL, look.tokens.faint))
        if self.shows_why:
            inner.setTop(self._paint_why(painter, inner.adjusted(0, look.px(2), 0, 0), row.why))
        self._paint_chips(painter, inner, row, ground)

    def _paint_face(self, painter: QPainter, spot: QRectF, row: PersonRow, ground: QColor) -> None:
        """The first network's badge at the lower right, others to the left of it."""
        look, size = self._look, self._look.px(17)
        first = row.networks[0] if row.networks else ""
        paint.avatar(painter, spot, self._faces.face(row.name, row.id, first), look, ground)
        for place, network in enumerate(row.networks[1:MOST_BADGES], 1):
            badge = self._faces.dress(network).badge
            if badge is not None:
                left = spot.right() + look.px(3) - size - place * look.px(14)
                paint.badge(painter, QRectF(left, spot.bottom() + look.px(3) - size, size, size), badge, look, ground)

    def _paint_name(self, painter: QPainter, box: QRectF, row: PersonRow) -> float:
        look, tokens = self._look, self._look.tokens
        line = QRectF(box.left(), box.top(), box.width(), look.line_height(Type.STRONG))
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        aside = draw_line(painter, line, corner(row, self.sort, self._now()), right=True)
        star = look.px(19) if row.starred else 0
        room = line.adjusted(0, 0, -aside - look.px(8) - star, 0)
        font = look.font(Type.STRONG if row.waiting else Type.MEDIUM)
        painter.setFont(font)
        painter.setPen(tokens.text)
        width = min(QFontMetricsF(font).horizontalAdvance(row.name) + 1, room.width())
        draw_line(painter, QRectF(room.left(), room.top(), width, room.height()), row.name)
        if star:
            size = look.px(14)
            spot = QRectF(room.left() + width + look.px(5), line.center().y() - size / 2, size, size)
            draw_icon(painter, "star-full", spot, tokens.star)
        return line.bottom()

    def _paint_line(self, painter: QPainter, box: QRectF, words: str, kind: Type, ink: QColor) -> float:
        line = QRectF(box.left(), box.top(), box.width(), self._look.line_height(kind))
        painter.setFont(self._look.font(kind))
        painter.setPen(ink)
        draw_line(painter, line, words)
        return line.bottom()

    def _paint_why(self, painter: QPainter, box: QRectF, why: str) -> float:
        """On two lines, whether it needs them or not: all rows have one height."""
        bottom = box.top() + 2 * self._look.line_height(Type.SMALL)
        for line in two_lines(why, self._look.font(Type.SMALL), box.width()):
            box.setTop(self._paint_line(painter, box, line, Type.SMALL, self._look.tokens.soft))
        return bottom

    def _paint_chips(self, painter: QPainter, box: QRectF, row: PersonRow, ground: QColor) -> None:
        look = self._look
        chips = [(waiting_words(row), "question"), *((tag, "quiet") for tag in row.tags)]
        left, top = box.left(), box.top() + look.px(6)
        for words, kind in chips:
            if not words:
                continue
            if left > box.left() and paint.chip_width(words, look) > box.right() - left:
                return  # half a tag says nothing; the first one is cut rather than missing
            spot = QRectF(left, top, box.right() - left, look.px(18))
            left += paint.chip(painter, spot, words, kind, look, ground) + look.px(5)
        if left == box.left():
            self._paint_line(
                painter, box.adjusted(0, look.px(6), 0, 0), self._quiet_words(row), Type.TINY, look.tokens.faint
            )

    def _quiet_words(self, row: PersonRow) -> str:
        """What stands there while nothing waits and no tag was given."""
        return f"First met {times.date(row.first_met, self._now())}" if row.first_met is not None else ""
