"""The command palette: one field that finds commands, people and conversations, and teaches the key for next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Column, Hairline, Icon, KeyLegend, PlainLabel, Row
from inbox.ui.look.fields import Line
from inbox.ui.look.icons import Sign, draw_sign
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.text import draw_line, spoken
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
NOTHING, LOOKING = "Nothing has these words. Fewer of them may help.", "Looking…"
COMING = "Looking… Enter counts as soon as something is found."
LEGEND = (("↑↓", "choose"), ("Enter", "run"), ("Esc", "close"))


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """`kind` is the heading it stands under ("Commands", "People"); `id` says to the window what was chosen."""

    kind: str
    id: object
    title: str
    subtitle: str = ""
    keys: str = ""
    icon: Sign = "command"
    is_far: bool = False
    """It fits only by scattered letters: below whatever else is found."""


Find = Callable[[str], list[PaletteEntry]]
_Line = PaletteEntry | str


class PaletteModel(QAbstractListModel):
    """Headings (strings) and entries; entries of one kind stay together, in the order they were found.

    What is found at once comes first. What had to be looked up for the words before stays while it still fits.
    """

    def __init__(self, find: Find) -> None:
        super().__init__()
        self.typed = ""
        self._find = find
        self._at_once: list[PaletteEntry] = []
        self._looked_up: list[PaletteEntry] = []
        self._lines: list[_Line] = []

    def find(self, typed: str) -> None:
        self.typed = typed.strip()
        words = self.typed.casefold().split()
        self._at_once = self._find(self.typed)
        self._looked_up = [
            entry
            for entry in self._looked_up
            if words and all(word in f"{entry.title} {entry.subtitle}".casefold() for word in words)
        ]
        self._order()

    def add(self, typed: str, entries: list[PaletteEntry]) -> bool:
        """What was looked up; False where other words have been typed since."""
        if typed != self.typed:
            return False
        self._looked_up = entries
        self._order()
        return True

    def _order(self) -> None:
        self.beginResetModel()
        groups: dict[str, list[PaletteEntry]] = {}
        near = [entry for entry in self._at_once if not entry.is_far]
        far = [entry for entry in self._at_once if entry.is_far]
        for entry in (*near, *self._looked_up, *far):
            groups.setdefault(entry.kind, []).append(entry)
        self._lines = []
        for kind, entries in groups.items():
            self._lines += [kind, *entries]
        self.endResetModel()

    def row_of(self, id: object) -> int:
        """-1 where it is not there."""
        return next((at for at, one in enumerate(self._lines) if isinstance(one, PaletteEntry) and one.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(line, str):
                return line
            key = f"key {line.keys}" if line.keys else ""
            return ", ".join(part for part in (line.title, line.subtitle, key) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def step(self, row: int, by: int) -> int:
        """The row of the entry that is `by` entries further, ends included; -1 where there is none."""
        rows = [number for number, line in enumerate(self._lines) if not isinstance(line, str)]
        if row not in rows:
            return rows[0] if rows else -1
        return rows[max(0, min(rows.index(row) + by, len(rows) - 1))]


class PaletteDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: PaletteModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self._look.px(28 if isinstance(index.data(LINE), str) else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: _Line = index.data(LINE)
        painter.save()
        if isinstance(line, str):
            painter.setFont(self._look.font(Type.TINY_STRONG))
            painter.setPen(self._look.tokens.faint)
            draw_line(painter, QRectF(option.rect).adjusted(self._look.px(12), self._look.px(6), 0, 0), line)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_entry(painter, QRectF(option.rect), line, chosen=chosen)
        painter.restore()

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: PaletteEntry, *, chosen: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if chosen:
            paint.rounded(painter, box, look.px(8), tokens.sel)
        size = look.px(16)
        spot = QRectF(box.left() + look.px(12), round(box.center().y() - size / 2), size, size)
        draw_sign(painter, entry.icon, spot, tokens.accent if chosen else tokens.faint, 1.5 * look.scale)
        inner = box.adjusted(look.px(40), 0, -look.px(12), 0)
        if entry.keys:
            width = paint.keycap_width(entry.keys, look)
            paint.keycap(painter, inner.right() - width, box.center().y(), entry.keys, look, tokens.soft, tokens.card)
            inner.setRight(inner.right() - width - look.px(10))
        left = self._paint_title(painter, inner, entry.title) + look.px(10)
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        if inner.right() - left > look.px(30):
            draw_line(painter, QRectF(left, inner.top(), inner.right() - left, inner.height()), entry.subtitle)

    def _paint_title(self, painter: QPainter, box: QRectF, title: str) -> float:
        """The part that was typed stands out. Returns where the title ends."""
        look, typed = self._look, self._model.typed
        start = title.casefold().find(typed.casefold()) if typed else -1
        end = start + len(typed)
        parts = ((title[:start], False), (title[start:end], True), (title[end:], False))
        left = box.left()
        for words, found in parts if start >= 0 else ((title, False),):
            painter.setFont(look.font(Type.STRONG if found else Type.BODY))
            painter.setPen(look.tokens.accent if found else look.tokens.text)
            left += draw_line(painter, QRectF(left, box.top(), max(0.0, box.right() - left), box.height()), words)
        return left


class PaletteSheet(Sheet):
    """`chosen` carries the entry; the sheet has asked to be closed by then."""

    chosen = Signal(object)
    typed = Signal(str)
    """What may be looked up; `show_found` brings it."""
    wish = (640, 400)
    title, prompt, nothing, legend = "Command palette", "Type a command, a person or a word", NOTHING, LEGEND
    says_title = False
    """Whether the title stands above the field, where it says what is chosen and for whom; there no key is taught."""

    def __init__(self, look: Look, find: Find, typed: str = "") -> None:
        super().__init__(look, spoken(self.title))
        self._is_looking = self._is_entered = self._is_chosen = False
        self._model = PaletteModel(find)
        self._list = self._make_list()
        self._field = Line(look, spoken(self.title), self.prompt, Type.FIELD)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._on_typed)
        self._nothing = QWidget()
        self._why_nothing = PlainLabel(look, self.nothing, Type.BODY, "soft")
        self._nothing.setLayout(Column(look, self._why_nothing, None, margins=(18, 14, 18, 14)))
        self._lesson = PlainLabel(look, "", Type.SMALL, "soft", right=True)
        column = Column(look, margins=(1, 0, 1, 0))
        if self.says_title:
            column.hold(Row(look, PlainLabel(look, self.title, Type.STRONG), margins=(18, 14, 18, 0)))
        column.hold(
            Row(look, Icon(look, "search", "faint", 18), self._field, spacing=10, margins=(18, 12, 18, 12)),
            Hairline(look),
        )
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing, 1)
        foot = Row(look, KeyLegend(look, self.legend), self._lesson, spacing=8, margins=(18, 6, 18, 6))
        column.hold(Hairline(look), foot)
        self.setLayout(column)
        self._list.selectionModel().currentChanged.connect(self._teach)
        self._field.setText(typed)
        self._on_typed(typed)

    def _make_list(self) -> QListView:
        view, look = QListView(), self.look
        view.setModel(self._model)
        view.setItemDelegate(PaletteDelegate(look, self._model, view))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.viewport().setAutoFillBackground(False)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName("Found")
        view.clicked.connect(self._on_run)
        float_scroll_bar(view, look)
        look.fit(view, lambda: view.setViewportMargins(*(look.px(6),) * 4))
        look.fit(view, view.scheduleDelayedItemsLayout)
        return view

    def first_focus(self) -> QWidget:
        return self._field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field belong to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._is_chosen, self._is_entered = True, False
                self._go(self._model.step(self._list.currentIndex().row(), step))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter()
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self) -> None:
        """Before what was typed is looked up, and nothing near it is there, Enter waits for the answer."""
        if not self._is_looking or self._is_sure():
            self._on_run(self._list.currentIndex())
            return
        self._is_entered = True
        for label in (self._why_nothing, self._lesson):
            label.setText(COMING)
        self._field.setAccessibleDescription(COMING)

    def _is_sure(self) -> bool:
        """What Enter would run was found near, or chosen by hand."""
        line = self._list.currentIndex().data(LINE)
        return isinstance(line, PaletteEntry) and (self._is_chosen or not line.is_far)

    def _go(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row))
        if row == self._model.step(-1, 0):
            self._list.scrollToTop()  # with its heading

    def typed_words(self) -> str:
        return self._model.typed

    def be_looking(self, looking: bool) -> None:
        """Nothing is said to be missing before it was looked up."""
        self._is_looking = looking
        self._why_nothing.setText(LOOKING if looking else self.nothing)

    def show_found(self, typed: str, entries: list[PaletteEntry]) -> None:
        """Below what was there at once; the choice stays where it was, unless it was a far one that nobody made."""
        line, is_sure = self._list.currentIndex().data(LINE), self._is_sure()
        if not self._model.add(typed, entries):
            return
        self.be_looking(False)
        row = self._model.row_of(line.id) if isinstance(line, PaletteEntry) and is_sure else -1
        self._show_lines(row)
        if self._is_entered:
            self._is_entered = False
            self._on_run(self._list.currentIndex())

    def _on_typed(self, typed: str) -> None:
        self._is_entered = self._is_chosen = False
        self._model.find(typed)
        self._show_lines(-1)
        self.typed.emit(self._model.typed)

    def _show_lines(self, row: int) -> None:
        found = self._model.rowCount() > 0
        self._list.setVisible(found)
        self._nothing.setVisible(not found)
        if not found:
            self._lesson.setText("")
        self._go(row if row >= 0 else self._model.step(-1, 0))

    def _teach(self, current: QModelIndex) -> None:
        line = current.data(LINE) if current.isValid() else None
        keys = line.keys if isinstance(line, PaletteEntry) else ""
        lesson = f"next time: {paint.native(keys)}" if keys else "every action of the app is here"
        self._lesson.setText("" if self.says_title else lesson)
        if isinstance(line, PaletteEntry):
            self._field.setAccessibleDescription(str(current.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _on_run(self, index: QModelIndex) -> None:
        line = index.data(LINE) if index.isValid() else None
        if isinstance(line, PaletteEntry):
            self.done.emit()
            self.chosen.emit(line)
