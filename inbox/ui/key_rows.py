"""The lines of the page to change keys: every command under its group, one line for each key it has."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.commands.keymap import WHERES, Keymap, Strokes, shown
from inbox.commands.registry import Command, Group
from inbox.ui.look import paint
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()
WAITING = "press the keys"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """`keys` is () for a command without a key; `is_own` for a key that the scheme does not have."""

    command: str
    title: str
    words: str
    where: str = ""
    keys: Strokes = ()
    is_own: bool = False

    @property
    def key(self) -> str:
        return named(self.keys)


_Line = KeyRow | str


def named(keys: Strokes) -> str:
    return shown(" ".join(keys), mac=sys.platform == "darwin") if keys else ""


def rows_of(known: dict[str, Command], keymap: Keymap, base: Keymap) -> list[_Line]:
    """Headings (strings) and rows, in the order of the registry."""
    lines: list[_Line] = []
    for group in Group:
        lines.append(str(group))
        for id, one in known.items():
            if one.group is group:
                words = f" {one.title} {one.words} {group}".casefold()
                found = [
                    KeyRow(id, one.title, words, where, keys, base.bindings.get(where, {}).get(keys) != id)
                    for where in WHERES
                    for keys, meant in keymap.bindings.get(where, {}).items()
                    if meant == id
                ]
                lines += found or [KeyRow(id, one.title, words)]
    return lines


class KeyRowsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: list[_Line] = []
        self._lines: list[_Line] = []
        self._typed = ""
        self.learning: tuple[int, str] | None = None
        """(line, what stands in the place of its key) while a key is chosen for it."""

    def show(self, lines: list[_Line]) -> None:
        self._all = lines
        self.find(self._typed)

    def find(self, typed: str) -> None:
        """Rows where all words begin one of the title or group, or the key begins so; headings without rows go."""
        self.beginResetModel()
        self._typed, self.learning = typed, None
        words, kept = typed.casefold().split(), list[_Line]()
        for line in self._all:
            if isinstance(line, str):
                if kept and isinstance(kept[-1], str):
                    kept.pop()
                kept.append(line)
            elif all(f" {word}" in line.words for word in words) or _has_key(line, typed):
                kept.append(line)
        if kept and isinstance(kept[-1], str):
            kept.pop()
        self._lines = kept
        self.endResetModel()

    def learn(self, row: int, words: str = WAITING) -> None:
        self.learning = (row, words) if row >= 0 else None
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        return line if isinstance(line, str) else f"{line.title}, {f'key {line.key}' if line.keys else 'no key'}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_at(self, row: int) -> KeyRow | None:
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, KeyRow) else None

    def step(self, row: int, by: int) -> int:
        """The line of the row that is `by` rows further, ends included; -1 where there is none."""
        rows = [number for number, line in enumerate(self._lines) if not isinstance(line, str)]
        if row not in rows:
            return rows[0] if rows else -1
        return rows[max(0, min(rows.index(row) + by, len(rows) - 1))]

    def line_of(self, command: str, keys: Strokes = ()) -> int:
        """Of this key of the command, else of its first one; -1 where it is not shown."""
        its = [at for at, line in enumerate(self._lines) if isinstance(line, KeyRow) and line.command == command]
        return next((at for at in its if (row := self.row_at(at)) and row.keys == keys), its[0] if its else -1)


def _has_key(line: KeyRow, typed: str) -> bool:
    return bool(typed.strip()) and line.key.casefold().startswith(typed.casefold().strip())


class KeyRowDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: KeyRowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self._look.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, tokens, line = self._look, self._look.tokens, index.data(LINE)
        box = QRectF(option.rect)
        painter.save()
        if isinstance(line, str):
            painter.setFont(look.font(Type.SMALL_STRONG))
            painter.setPen(tokens.faint)
            draw_line(painter, box.adjusted(look.px(12), look.px(6), 0, 0), line)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                paint.rounded(painter, box, look.px(8), tokens.sel)
            self._paint_row(painter, box.adjusted(look.px(12), 0, -look.px(12), 0), index.row(), line)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, number: int, row: KeyRow) -> None:
        look, tokens = self._look, self._look.tokens
        learning = self._model.learning
        key, ink = row.key, tokens.soft
        if learning is not None and learning[0] == number:
            key, ink = learning[1], tokens.accent
        elif row.is_own:
            ink = tokens.accent
        if key:
            width = paint.keycap_width(key, look)
            paint.keycap(painter, box.right() - width, box.center().y(), key, look, ink, tokens.card)
            box.setRight(box.right() - width - look.px(10))
        painter.setFont(look.font(Type.BODY))
        painter.setPen(tokens.text)
        draw_line(painter, box, row.title)
