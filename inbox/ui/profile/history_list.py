"""The whole history as a list: its keys, and the lines of those rows only that somebody looks at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.core.person import HistoryEntry
from inbox.core.profile import How, LineKey, What
from inbox.ui.faces import Faces
from inbox.ui.look import paint, times
from inbox.ui.look.icons import Sign, draw_sign
from inbox.ui.look.listing import OneColumn
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.person_words import happened

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
PAGE, KEPT_PAGES = 40, 25
HEIGHT = 50
NOWHERE = QModelIndex()
_SIGNS: dict[What, Sign] = {
    What.ANSWERED: "reply",
    What.REACTED: "heart",
    What.NOTE: "note",
    What.STAGE: "star",
    What.INTRODUCTION: "people",
    What.PROMISE: "done",
    What.SALE: "bag",
    What.CONSENT: "mail",
}
_WAYS: dict[str, Sign] = {How.CALL: "phone", How.MEETING: "cup", How.STALL: "house", How.LETTER: "mail"}


class HistoryModel(QAbstractTableModel):
    """`read` answers a page of keys; what is gone meanwhile is an empty row until the keys come again."""

    def __init__(
        self, read: Callable[[Sequence[LineKey]], list[HistoryEntry]], say: Callable[[HistoryEntry], str]
    ) -> None:
        super().__init__()
        self._read, self._say = read, say
        self.keys: list[LineKey] = []
        self._lines: OrderedDict[int, list[HistoryEntry | None]] = OrderedDict()

    def show(self, keys: list[LineKey]) -> None:
        """Where only more came behind what is shown, nothing of it is drawn again."""
        known = len(self.keys)
        if known and len(keys) > known and keys[:known] == self.keys:
            self.beginInsertRows(NOWHERE, known, len(keys) - 1)
            self.keys = keys
            self._lines.pop(known // PAGE, None)
            self.endInsertRows()
            return
        self.beginResetModel()
        self.keys = keys
        self._lines.clear()
        self.endResetModel()

    def line_at(self, row: int) -> HistoryEntry | None:
        page = row // PAGE
        if page not in self._lines:
            self._lines[page] = self._read_page(page)
            if len(self._lines) > KEPT_PAGES:
                self._lines.popitem(last=False)
        self._lines.move_to_end(page)
        lines = self._lines[page]
        return lines[row % PAGE] if row % PAGE < len(lines) else None

    def _read_page(self, page: int) -> list[HistoryEntry | None]:
        keys = self.keys[page * PAGE : (page + 1) * PAGE]
        found = self._read(keys)
        if len(found) == len(keys):
            return list(found)
        lines: list[HistoryEntry | None] = []
        for key in keys:
            lines.append(next(iter(self._read([key])), None))
        return lines

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (LINE, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self.line_at(index.row())
        if role == LINE or line is None:
            return line
        return self._say(line)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        return "History" if orientation == Qt.Orientation.Horizontal else f"Line {section + 1}"


class HistoryDelegate(QStyledItemDelegate):
    """When, by which way, what happened, and the first words of it."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._look, self._faces, self._now = look, faces, now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, HistoryEntry):
            return
        look, box = self._look, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver) and line.can_open
        if chosen or hot:
            ground = look.tokens.sel if chosen else look.tokens.hover
            paint.rounded(painter, box.adjusted(2, 1, -2, -1), look.px(8), ground)
        self._paint_line(painter, box.adjusted(look.px(10), 0, -look.px(14), 0), line)
        view = self.parent()
        if chosen and isinstance(view, OneColumn) and view.shows_focus:
            paint.focus_ring(painter, box.adjusted(2, 1, -2, -1), look.px(8), look)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, line: HistoryEntry) -> None:
        look, tokens = self._look, self._look.tokens
        first, second = look.line_height(Type.BODY), look.line_height(Type.SMALL)
        top = box.top() + (box.height() - first - (second if line.snippet else 0)) / 2
        days = look.px(82)
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        draw_line(painter, QRectF(box.left(), top, days - look.px(8), first), times.date(line.at, self._now()))
        size = look.px(15)
        spot = QRectF(box.left() + days, top + (first - size) / 2, size, size)
        draw_sign(painter, self.sign_of(line), spot, tokens.soft, 1.4 * look.scale)
        left = spot.right() + look.px(9)
        painter.setFont(look.font(Type.BODY))
        painter.setPen(tokens.text)
        draw_line(painter, QRectF(left, top, box.right() - left, first), happened(line))
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.soft)
        if line.snippet:
            draw_line(painter, QRectF(left, top + first, box.right() - left, second), line.snippet)

    def sign_of(self, line: HistoryEntry) -> Sign:
        if line.what is What.CONTACT:
            return _WAYS.get(line.verb, "smile")
        if line.what is not What.WROTE:
            return _SIGNS.get(line.what, "dots")
        badge = self._faces.dress(line.look).badge
        return badge.sign if badge is not None else "quote"


def spoken(line: HistoryEntry, faces: Faces, now: datetime) -> str:
    """The whole row as a sentence."""
    place = f" at {faces.dress(line.look).title}" if line.look else ""
    words = f": {line.snippet}" if line.snippet else ""
    return f"{times.date(line.at, now)}, {happened(line)}{place}{words}"
