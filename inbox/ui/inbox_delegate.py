"""One row of the list, painted: who, where, the newest words, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from inbox.core.lookup import highlight_spans
from inbox.core.model import Row
from inbox.rules.search_words import names_of, words_of
from inbox.ui.faces import Faces
from inbox.ui.found_words import line_spans, subject_spans
from inbox.ui.look import paint, times
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.text import Span, draw_line, draw_marked, two_lines
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.row_model import ROW, Index
from inbox.ui.row_painter import Drawn, RowPainter
from inbox.ui.row_words import Chip, chips_of, context_of

HOVER_ACTIONS = (("snooze", "triage.snooze"), ("done", "triage.done"))
"""Icons under the pointer and the commands they stand for."""


class RowDelegate(RowPainter):
    acted = Signal(object, str)
    """A conversation's id and a command's name: its icon was clicked."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, now)
        self._faces = faces

    def row_height(self) -> int:
        look = self._look
        lines = look.line_height(Type.STRONG) + look.line_height(Type.SMALL) + 2 * look.line_height(Type.BODY)
        return lines + look.px(1 + 6 + 18 + 20)

    def paint_row(self, painter: QPainter, box: QRectF, drawn: Drawn) -> None:
        look, row = self._look, drawn.row
        ground = self.paint_ground(painter, box, drawn)
        if not isinstance(row, Row):
            return
        size = look.px(36)
        spot = QRectF(box.left() + look.px(14), box.top() + look.px(12), size, size)
        if drawn.marked:
            self.paint_mark(painter, spot)
        else:
            paint.avatar(painter, spot, self._faces.face(row.called, row.identity, row.network), look, ground)
        inner = box.adjusted(look.px(62), look.px(10), -look.px(16), -look.px(10))
        inner.setTop(self._paint_name(painter, inner, row, names_of(drawn.searched), hovered=drawn.hovered))
        inner.setTop(self._paint_words(painter, inner, row, words_of(drawn.searched)))
        self._paint_chips(painter, inner, chips_of(row, self._now(), tells_state=drawn.tells_state), ground)

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row, searched: str, *, hovered: bool) -> float:
        look, tokens = self._look, self._look.tokens
        line = QRectF(box.left(), box.top(), box.width(), look.line_height(Type.STRONG))
        aside = self._paint_actions(painter, line) if hovered else self._paint_age(painter, line, row)
        star = look.px(19) if row.starred else 0
        room = line.adjusted(0, 0, -aside - look.px(8) - star, 0)
        font = look.font(Type.STRONG if row.unread else Type.MEDIUM)
        painter.setFont(font)
        painter.setPen(tokens.text)
        width = min(QFontMetricsF(font).horizontalAdvance(row.called) + 1, room.width())
        spot = QRectF(room.left(), room.top(), width, room.height())
        self._draw(painter, spot, row.called, highlight_spans(row.called, searched) if searched else ())
        if star:
            size = look.px(14)
            spot = QRectF(room.left() + width + look.px(5), line.center().y() - size / 2, size, size)
            draw_icon(painter, "star-full", spot, tokens.star)
        return line.bottom()

    def _paint_age(self, painter: QPainter, line: QRectF, row: Row) -> float:
        """The time, before it a dot for what is unread and a pencil for a draft. Returns the width of all."""
        look, tokens = self._look, self._look.tokens
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        width = draw_line(painter, line, times.age(row.at, self._now()), right=True)
        if row.unread:
            middle = QPointF(line.right() - width - look.px(9), line.center().y() + 0.5)
            paint.dot(painter, middle, look.px(7) / 2, tokens.accent)
            width += look.px(14)
        if row.has_draft:
            size = look.px(13)
            width += size + look.px(6)
            spot = QRectF(line.right() - width, line.center().y() - size / 2, size, size)
            draw_icon(painter, "note", spot, tokens.soft, 1.4 * look.scale)
        return width

    def _paint_actions(self, painter: QPainter, line: QRectF) -> float:
        for number, (icon, _) in enumerate(HOVER_ACTIONS):
            draw_icon(painter, icon, self._action_box(line, number), self._look.tokens.soft, 1.5 * self._look.scale)
        return self._look.px(26) * len(HOVER_ACTIONS)

    def _action_box(self, line: QRectF, number: int) -> QRectF:
        step, size = self._look.px(26), self._look.px(16)
        left = line.right() - step * (len(HOVER_ACTIONS) - number) + (step - size)
        return QRectF(left, line.center().y() - size / 2, size, size)

    def _draw(self, painter: QPainter, box: QRectF, text: str, spans: Sequence[Span]) -> None:
        """What was searched for stands out."""
        draw_marked(painter, box, text, spans, self._look.tokens.text, self._look.tokens.warn_soft)

    def _paint_words(self, painter: QPainter, box: QRectF, row: Row, searched: str) -> float:
        look, tokens = self._look, self._look.tokens
        context = QRectF(box.left(), box.top(), box.width(), look.line_height(Type.SMALL))
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        said = context_of(row)
        self._draw(painter, context, said, subject_spans(said, row.subject, searched))
        font, height = look.font(Type.BODY), look.line_height(Type.BODY)
        painter.setFont(font)
        painter.setPen(tokens.soft)
        top = context.bottom() + look.px(1)
        lines = two_lines(row.snippet, font, box.width())
        for line, spans in zip(lines, line_spans(row.snippet, lines, searched), strict=True):
            self._draw(painter, QRectF(box.left(), top, box.width(), height), line, spans)
            top += height
        return top

    def _paint_chips(self, painter: QPainter, box: QRectF, chips: Sequence[Chip], ground: QColor) -> None:
        left, top = box.left(), box.top() + self._look.px(6)
        for words, kind in chips:
            if left > box.left() and paint.chip_width(words, self._look) > box.right() - left:
                return  # half a reason says nothing; the first one is cut rather than missing
            spot = QRectF(left, top, box.right() - left, self._look.px(18))
            left += paint.chip(painter, spot, words, kind, self._look, ground) + self._look.px(5)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Clicks on the icons under the pointer; everything else is selection, which the view does."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        row = index.data(ROW)
        if event.button() != Qt.MouseButton.LeftButton or not isinstance(row, Row):
            return False
        box = QRectF(option.rect).adjusted(0, self._look.px(10), -self._look.px(16), 0)
        line = QRectF(box.left(), box.top(), box.width(), self._look.line_height(Type.STRONG))
        for number, (_, command) in enumerate(HOVER_ACTIONS):
            if self._action_box(line, number).adjusted(-5, -5, 5, 5).contains(event.position()):
                self.acted.emit(row.id, command)
                return True
        return False
