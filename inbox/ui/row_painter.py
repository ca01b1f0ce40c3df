"""A row of a list as a picture: painted once, kept while it looks the same."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.ui.look import paint
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import mix
from inbox.ui.row_model import MARKED, ROW, SEARCHED, TELLS_STATE

Index = QModelIndex | QPersistentModelIndex
MOST_PICTURES = 64
"""Of rows as they were painted last; one takes 0.2 MB at 1x, 0.7 MB at 2x."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that a row's pixels depend on, beside the look. `row`: a frozen value, None where it is unknown."""

    row: object
    marked: bool
    selected: bool
    ringed: bool
    hovered: bool
    size: tuple[int, int]
    ratio: float
    minute: int
    searched: str = ""
    tells_state: bool = False


class RowPainter(QStyledItemDelegate):
    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._look, self._now = look, now
        self._pictures: OrderedDict[Drawn, QPixmap] = OrderedDict()
        look.recoloured.connect(self._pictures.clear)
        look.rescaled.connect(self._pictures.clear)
        self.shows_focus = False

    @abstractmethod
    def row_height(self) -> int: ...

    @abstractmethod
    def paint_row(self, painter: QPainter, box: QRectF, drawn: Drawn) -> None: ...

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        drawn = Drawn(
            row=index.data(ROW),
            marked=bool(index.data(MARKED)),
            selected=selected,
            ringed=selected and self.shows_focus,
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            size=(option.rect.width(), option.rect.height()),
            ratio=painter.device().devicePixelRatio(),
            minute=int(self._now().timestamp() // 60),
            searched=str(index.data(SEARCHED) or ""),
            tells_state=bool(index.data(TELLS_STATE)),
        )
        if drawn.ratio.is_integer():
            painter.drawPixmap(option.rect.topLeft(), self._picture(drawn))
            return
        # Between two pixels a picture would be blurred.
        painter.save()
        self.paint_row(painter, QRectF(option.rect), drawn)
        painter.restore()

    def _picture(self, drawn: Drawn) -> QPixmap:
        """Scrolling by keys paints all visible rows again: as pictures that takes a fifth of the time."""
        picture = self._pictures.get(drawn)
        if picture is None:
            width, height = drawn.size
            picture = QPixmap(round(width * drawn.ratio), round(height * drawn.ratio))
            picture.setDevicePixelRatio(drawn.ratio)
            painter = QPainter(picture)
            self.paint_row(painter, QRectF(0, 0, width, height), drawn)
            painter.end()
            self._pictures[drawn] = picture
            if len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(drawn)
        return picture

    def paint_ground(self, painter: QPainter, box: QRectF, drawn: Drawn) -> QColor:
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

    def paint_mark(self, painter: QPainter, spot: QRectF) -> None:
        """In the place of the face."""
        look, tokens = self._look, self._look.tokens
        paint.dot(painter, spot.center(), spot.width() / 2, tokens.accent)
        inset = spot.width() * 0.24
        draw_icon(painter, "done", spot.adjusted(inset, inset, -inset, -inset), tokens.on_accent, 2 * look.scale)
