"""One row of the list, painted: who, where, the newest words, and why it stands where it stands."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inbox.core.model import Row
from inbox.core.text import highlight_spans
from inbox.rules.search_words import names_of, words_of
from inbox.ui.faces import Faces
from inbox.ui.found_words import line_spans, subject_spans
from inbox.ui.inbox_model import MARKED, ROW, SEARCHED, Index
from inbox.ui.look import paint, times
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.text import Span, draw_line, draw_marked, two_lines
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type, mix
from inbox.ui.row_words import chips_of, context_of

HOVER_ACTIONS = (("snooze", "triage.snooze"), ("done", "triage.done"))
"""Icons under the pointer and the commands they stand for."""


MOST_PICTURES = 64
"""Of rows as they were painted last; one takes 0.2 MB at 1x, 0.7 MB at 2x."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Everything that a row's pixels depend on, beside the look."""

    row: Row | None
    marked: bool
    selected: bool
    ringed: bool
    hovered: bool
    size: tuple[int, int]
    ratio: float
    minute: int
    searched: str = ""


class RowDelegate(QStyledItemDelegate):
    acted = Signal(object, str)
    """A conversation's id and a command's name: its icon was clicked."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._faces, self._now = look, faces, now
        self._pictures: OrderedDict[_Drawn, QPixmap] = OrderedDict()
        look.recoloured.connect(self._pictures.clear)
        look.rescaled.connect(self._pictures.clear)
        self.shows_focus = False

    def row_height(self) -> int:
        look = self._look
        lines = look.line_height(Type.STRONG) + look.line_height(Type.SMALL) + 2 * look.line_height(Type.BODY)
        return lines + look.px(1 + 6 + 18 + 20)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        drawn = _Drawn(
            row=row if isinstance(row, Row) else None,
            marked=bool(index.data(MARKED)),
            selected=selected,
            ringed=selected and self.shows_focus,
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            size=(option.rect.width(), option.rect.height()),
            ratio=painter.device().devicePixelRatio(),
            minute=int(self._now().timestamp() // 60),
            searched=str(index.data(SEARCHED) or ""),
        )
        if drawn.ratio.is_integer():
            painter.drawPixmap(option.rect.topLeft(), self._picture(drawn))
            return
        # Between two pixels a picture would be blurred.
        painter.save()
        self._paint(painter, QRectF(option.rect), drawn)
        painter.restore()

    def _picture(self, drawn: _Drawn) -> QPixmap:
        """Scrolling by keys paints all visible rows again: as pictures that takes a fifth of the time."""
        picture = self._pictures.get(drawn)
        if picture is None:
            width, height = drawn.size
            picture = QPixmap(round(width * drawn.ratio), round(height * drawn.ratio))
            picture.setDevicePixelRatio(drawn.ratio)
            painter = QPainter(picture)
            self._paint(painter, QRectF(0, 0, width, height), drawn)
            painter.end()
            self._pictures[drawn] = picture
            if len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(drawn)
        return picture

    def _paint(self, painter: QPainter, box: QRectF, drawn: _Drawn) -> None:
        look, row = self._look, drawn.row
        ground = self._paint_ground(painter, box, drawn)
        if row is None:
            return
        size = look.px(36)
        spot = QRectF(box.left() + look.px(14), box.top() + look.px(12), size, size)
        self._paint_face(painter, spot, row, ground, marked=drawn.marked)
        inner = box.adjusted(look.px(62), look.px(10), -look.px(16), -look.px(10))
        inner.setTop(self._paint_name(painter, inner, row, names_of(drawn.searched), hovered=drawn.hovered))
        inner.setTop(self._paint_words(painter, inner, row, words_of(drawn.searched)))
        self._paint_chips(painter, inner, row, ground)

    def _paint_ground(self, painter: QPainter, box: QRectF, drawn: _Drawn) -> QColor:
        tokens, look = self._look.tokens, self._look
        usual = mix(tokens.win, tokens.hover, 0.5) if drawn.hovered else tokens.win
        ground = tokens.sel if drawn.selected else usual
        painter.fillRect(box, ground)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), tokens.line)
        if drawn.selected:
            painter.fillRect(QRectF(box.left(), box.top(), look.px(3), box.height() - 1), tokens.accent)
        if drawn.ringed:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -2), look.px(4), look)
        return ground

    def _paint_face(self, painter: QPainter, spot: QRectF, row: Row, ground: QColor, *, marked: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if not marked:
            paint.avatar(painter, spot, self._faces.face(row.name, row.identity, row.network), look, ground)
            return
        paint.dot(painter, spot.center(), spot.width() / 2, tokens.accent)
        inset = spot.width() * 0.24
        draw_icon(painter, "done", spot.adjusted(inset, inset, -inset, -inset), tokens.on_accent, 2 * look.scale)

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row, searched: str, *, hovered: bool) -> float:
        look, tokens = self._look, self._look.tokens
        line = QRectF(box.left(), box.top(), box.width(), look.line_height(Type.STRONG))
        aside = self._paint_actions(painter, line) if hovered else self._paint_age(painter, line, row)
        star = look.px(19) if row.starred else 0
        room = line.adjusted(0, 0, -aside - look.px(8) - star, 0)
        font = look.font(Type.STRONG if row.unread else Type.MEDIUM)
        painter.setFont(font)
        painter.setPen(tokens.text)
        width = min(QFontMetricsF(font).horizontalAdvance(row.name) + 1, room.width())
        spot = QRectF(room.left(), room.top(), width, room.height())
        self._draw(painter, spot, row.name, highlight_spans(row.name, searched) if searched else ())
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

    def _paint_chips(self, painter: QPainter, box: QRectF, row: Row, ground: QColor) -> None:
        left, top = box.left(), box.top() + self._look.px(6)
        for words, kind in chips_of(row, self._now()):
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
