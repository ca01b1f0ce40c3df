"""Views, people and places. Becomes a rail of icons when the window is narrow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.core.model import PlaceStatus
from inbox.ui.look import paint
from inbox.ui.look.buttons import KEYBOARD_REASONS
from inbox.ui.look.controls import Column, Pane, plain_tooltip
from inbox.ui.look.icons import Sign, draw_sign
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.text import draw_line, natural_width
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
RAIL, NARROWEST, WIDEST = 52, 150, 320
STATUS_INKS = {
    PlaceStatus.FINE: "accent", PlaceStatus.LOOKING: "accent", PlaceStatus.OFFLINE: "faint",
    PlaceStatus.FAILING: "warn", PlaceStatus.NEEDS_YOU: "bad", PlaceStatus.PAUSED: "faint",
}  # fmt: skip
STATUS_WORDS = {
    PlaceStatus.LOOKING: "reading", PlaceStatus.OFFLINE: "offline", PlaceStatus.FAILING: "does not answer",
    PlaceStatus.NEEDS_YOU: "needs you", PlaceStatus.PAUSED: "paused",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SidebarEntry:
    """One line to choose. A count of 0 is not shown; a place has its `status` as a dot at the icon."""

    key: Hashable
    icon: Sign
    title: str
    count: int | str = 0
    status: PlaceStatus | None = None
    tooltip: str = ""
    keys: str = ""
    """Its own key, where it has one."""


@dataclass(frozen=True, slots=True)
class SidebarSection:
    """Entries under a heading; the first section has none. A section without entries is not shown at all."""

    title: str
    entries: tuple[SidebarEntry, ...]


_Line = SidebarEntry | str


class SidebarModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.is_named: Callable[[SidebarEntry], bool] = lambda _: False
        """Whether the hint names the line, because the line itself does not show all of its name."""
        self._lines: list[_Line] = []

    def show_sections(self, sections: Sequence[SidebarSection]) -> bool:
        """True where the lines are other ones, so that the choice has to be made again; counts change in place."""
        lines: list[_Line] = []
        for section in sections:
            if section.entries:
                lines += [section.title, *section.entries] if section.title else section.entries
        if [_identity(line) for line in lines] != [_identity(line) for line in self._lines]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return True
        for row, (before, after) in enumerate(zip(self._lines, lines, strict=True)):
            if before != after:
                self._lines[row] = after
                self.dataChanged.emit(self.index(row), self.index(row))
        return False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line if isinstance(line, str) else _spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(line, str):
            name = f"{line.title}  {line.count or ''}".strip() if self.is_named(line) else ""
            key = f"Key {line.keys}" if line.keys else ""
            return plain_tooltip(". ".join(part for part in (name, line.tooltip, key) if part))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def find_row(self, key: Hashable) -> int | None:
        rows = (row for row, line in enumerate(self._lines) if isinstance(line, SidebarEntry) and line.key == key)
        return next(rows, None)


def _identity(line: _Line) -> Hashable:
    return line if isinstance(line, str) else (line.key,)


def _spoken(entry: SidebarEntry) -> str:
    said = f"{entry.title} {entry.count or ''}".strip()
    status = STATUS_WORDS.get(entry.status, "") if entry.status else ""
    key = f"key {entry.keys}" if entry.keys else ""
    return ", ".join(part for part in (said, status, key, entry.tooltip) if part)


class EntryDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, view: SidebarView) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(LINE), str)
        return QSize(10, self._look.px((13 if self._view.is_rail else 34) if heading else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: _Line = index.data(LINE)
        painter.save()
        if isinstance(line, str):
            self._paint_heading(painter, QRectF(option.rect), line)
        else:
            self._paint_entry(painter, option, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRectF, heading: str) -> None:
        look = self._look
        if self._view.is_rail:
            line = QRectF(box.left() + look.px(6), round(box.center().y()), box.width() - look.px(20), 1)
            painter.fillRect(line, look.tokens.line)
            return
        painter.setFont(look.font(Type.TINY_STRONG))
        painter.setPen(look.tokens.faint)
        draw_line(painter, box.adjusted(look.px(10), look.px(10), 0, 0), heading)

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: SidebarEntry) -> None:
        look, tokens = self._look, self._look.tokens
        box = QRectF(option.rect).adjusted(0, 0, -look.px(8), -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            paint.rounded(painter, box, look.px(7), tokens.sel if chosen else tokens.hover)
        ground = tokens.sel if chosen else tokens.hover if hovered else tokens.side
        if chosen and self._view.shows_focus():
            paint.focus_ring(painter, box, look.px(7), look)
        spot = self._paint_icon(painter, box, entry, chosen=chosen)
        if entry.status:
            centre = QPointF(spot.right(), spot.bottom() - look.px(1))
            paint.dot(painter, centre, look.px(5), ground)
            paint.dot(painter, centre, look.px(6.5) / 2, look.color(STATUS_INKS[entry.status]))
            if entry.status is PlaceStatus.LOOKING:
                paint.dot(painter, centre, look.px(3) / 2, ground)
        if not self._view.is_rail:
            self._paint_words(painter, box.adjusted(look.px(35), 0, -look.px(10), 0), entry, chosen=chosen)

    def _paint_icon(self, painter: QPainter, box: QRectF, entry: SidebarEntry, *, chosen: bool) -> QRectF:
        look, tokens = self._look, self._look.tokens
        size = look.px(16)
        left = box.center().x() - size / 2 if self._view.is_rail else box.left() + look.px(10)
        spot = QRectF(round(left), int(box.center().y() - size / 2 + 0.5), size, size)
        draw_sign(painter, entry.icon, spot, tokens.accent if chosen else tokens.soft, 1.4 * look.scale)
        return spot

    def has_room(self, entry: SidebarEntry, width: int) -> bool:
        """For the whole name, in a line so wide."""
        look = self._look
        aside = natural_width(str(entry.count), look.figures(Type.BODY)) + look.px(6) if entry.count else 0
        aside += paint.keycap_width(entry.keys, look) + look.px(6) if entry.keys else 0
        return natural_width(entry.title, look.font(Type.BODY)) + aside <= width - look.px(8 + 35 + 10)

    def _paint_words(self, painter: QPainter, box: QRectF, entry: SidebarEntry, *, chosen: bool) -> None:
        look, tokens, width = self._look, self._look.tokens, 0.0
        kind = Type.STRONG if chosen else Type.BODY
        if entry.count:
            painter.setFont(look.figures(kind))
            painter.setPen(tokens.accent if chosen else tokens.faint)
            width = draw_line(painter, box, str(entry.count), right=True) + look.px(6)
        if entry.keys:
            cap = paint.keycap_width(entry.keys, look)
            paint.keycap(painter, box.right() - width - cap, box.center().y(), entry.keys, look, tokens.soft, None)
            width += cap + look.px(6)
        painter.setFont(look.font(kind))
        painter.setPen(tokens.text)
        draw_line(painter, box.adjusted(0, 0, -width, 0), entry.title)


class SidebarView(QListView):
    entered_by_key = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.is_rail = False
        self.own_keys = ("Up", "Down", "Home", "End", "PageUp", "PageDown", "Enter")
        self.moved_by_key = False
        self._by_keyboard = False
        self.lines = SidebarModel()
        self.setModel(self.lines)
        delegate = EntryDelegate(look, self)
        self.setItemDelegate(delegate)
        self.lines.is_named = lambda entry: self.is_rail or not delegate.has_room(entry, self.viewport().width())
        self.setAccessibleName("Views, people and places")
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        float_scroll_bar(self, look)
        look.fit(self, self.scheduleDelayedItemsLayout)

    def be_rail(self, rail: bool) -> None:
        self.is_rail = rail
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def shows_focus(self) -> bool:
        return self.hasFocus() and self._by_keyboard

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are commands."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
            return
        self._by_keyboard = self.moved_by_key = True
        super().keyPressEvent(event)
        self.moved_by_key = False


class Sidebar(Pane):
    """`chosen` carries the key of the entry that the person chose; `choose` makes no signal."""

    chosen = Signal(object)
    entered = Signal()
    """Enter: from the view that was chosen on to its list."""
    menu_wanted = Signal(object, QPoint)
    """(key, where on the screen): what can be done with this line is asked for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "side")
        self._look, self._quiet = look, False
        self._key: Hashable = None
        self.view = SidebarView(look)
        self.setLayout(Column(look, self.view, margins=(8, 11, 0, 6)))
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.entered_by_key.connect(self.entered)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.setFocusProxy(self.view)
        look.fit(self, lambda: self.be_rail(self.view.is_rail))

    @property
    def is_rail(self) -> bool:
        return self.view.is_rail

    def show_sections(self, sections: Sequence[SidebarSection]) -> None:
        """Keeps the choice while its entry is there."""
        self._quiet = True
        renewed = self.view.lines.show_sections(sections)
        self._quiet = False
        if renewed:
            self.choose(self._key)

    def choose(self, key: Hashable) -> None:
        """Without a signal; a key that is not there leaves nothing chosen."""
        self._key = key
        row = self.view.lines.find_row(key)
        self._quiet = True
        self.view.setCurrentIndex(self.view.lines.index(row) if row is not None else QModelIndex())
        self._quiet = False

    def be_rail(self, rail: bool) -> None:
        self.view.be_rail(rail)
        self.setMinimumWidth(self._look.px(RAIL if rail else NARROWEST))
        self.setMaximumWidth(self._look.px(RAIL if rail else WIDEST))

    def _on_menu(self, spot: QPoint) -> None:
        index = self.view.indexAt(spot)
        line = index.data(LINE) if index.isValid() else None
        if isinstance(line, SidebarEntry):
            self.menu_wanted.emit(line.key, self.view.viewport().mapToGlobal(spot))

    def _on_current_changed(self, current: QModelIndex) -> None:
        line = current.data(LINE) if current.isValid() else None
        if not self._quiet and isinstance(line, SidebarEntry):
            self._key = line.key
            self.chosen.emit(line.key)
