"""The key sheet: every command with its key, in as many columns as fit, filtered while typing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Button, Column, Hairline, Icon, KeyCap, PlainLabel, Row
from inbox.ui.look.fields import Line
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

COLUMN_WIDTH, MOST_COLUMNS = 320, 3
NARROW = 520
SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading and (keys, what they do), in the order of the keymap."""


def matching(groups: Sequence[Group], typed: str) -> list[Group]:
    """Lines whose words or keys have what was typed; groups without one go."""
    wanted = typed.casefold().strip()
    found = [
        (name, [(keys, title) for keys, title in lines if wanted in f"{title} {keys} {paint.native(keys)}".casefold()])
        for name, lines in groups
    ]
    return [(name, lines) for name, lines in found if lines]


def balanced(groups: Sequence[Group], columns: int) -> list[list[Group]]:
    """Whole groups, in order, so that the tallest column is as low as it can be (a heading counts as two rows)."""
    heights = [len(lines) + 2 for _, lines in groups]

    def unevenness(breaks: tuple[int, ...]) -> int:
        return sum(sum(heights[start:end]) ** 2 for start, end in pairwise((0, *breaks, len(groups))))

    best = min(combinations(range(1, len(groups)), min(columns, len(groups)) - 1), key=unevenness)
    return [list(groups[start:end]) for start, end in pairwise((0, *best, len(groups)))]


class KeySheet(Sheet):
    """Shows the scheme that is in force, by its name."""

    wish = (1120, 640)
    top = 70

    change_wanted = Signal(str)
    """With what was typed to filter."""

    def __init__(self, look: Look, groups: Sequence[Group], scheme: str = "Parlour") -> None:
        super().__init__(look, "Keys")
        self._groups, self._columns = groups, MOST_COLUMNS
        self._field = Line(look, "Filter keys", "Type to filter")
        self._field.textChanged.connect(self._show_groups)
        self._field.installEventFilter(self)
        look.fit(self._field, lambda: self._field.setFixedWidth(look.px(200)))
        self._scroll = Scroller(look, "Commands and keys")
        column = Column(look, margins=(1, 0, 1, 6))
        title = PlainLabel(look, "Keys", Type.HEAD, firm=True)
        self._about = PlainLabel(look, f"Scheme: {scheme}", Type.SMALL, "soft")
        search = Icon(look, "search", "faint", 16)
        change = Button(look, "Change keys", keys="Enter", rank="quiet")
        change.clicked.connect(self._on_change)
        self._field.returnPressed.connect(self._on_change)
        column.hold(
            Row(look, title, 6, self._about, change, None, search, self._field, spacing=6, margins=(24, 12, 24, 12))
        )
        column.hold(Hairline(look))
        column.addWidget(self._scroll, 1)
        self.setLayout(column)
        self._show_groups("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the name of the scheme gives way: the page to change keys shows it."""
        super().resizeEvent(event)
        self._about.setVisible(self.width() >= self.look.px(NARROW))

    def _on_change(self) -> None:
        self.change_wanted.emit(self._field.text())

    def first_focus(self) -> QWidget:
        return self._field

    def wished_height(self, width: int) -> int:
        columns = max(1, min(MOST_COLUMNS, width // self.look.px(COLUMN_WIDTH)))
        if columns != self._columns:
            self._columns = columns
            self._show_groups(self._field.text())
        heights = [self.look.px(62) + self._height(groups) for groups in balanced(self._groups, columns)]
        return min(max(heights), self.look.px(self.wish[1])) if self._groups else super().wished_height(width)

    def _height(self, groups: Sequence[Group]) -> int:
        """Of a column, so that the sheet is no higher than it must be, and does not change while one filters."""
        lines = sum(len(lines) for _, lines in groups)
        return self.look.px(24 + 36 * len(groups) + 26 * lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field scroll the page."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in SCROLLS:
            QApplication.sendEvent(self._scroll.verticalScrollBar(), event)
            return True
        return super().eventFilter(watched, event)

    def _show_groups(self, typed: str) -> None:
        look, page, found = self.look, QWidget(), matching(self._groups, typed)
        row = Row(look, spacing=40, margins=(26, 16, 22, 14))
        if found:
            for groups in balanced(found, self._columns):
                row.addLayout(self._column(groups), 1)
        else:
            row.hold(PlainLabel(look, "No key does that. The palette knows every command.", Type.BODY, "soft"))
        page.setLayout(row)
        self._scroll.hold(page)

    def _column(self, groups: Sequence[Group]) -> Column:
        look = self.look
        column = Column(look, spacing=5)
        for name, lines in groups:
            column.hold(PlainLabel(look, name, Type.SMALL_STRONG, "faint"))
            for keys, title in lines:
                column.hold(Row(look, PlainLabel(look, title), None, KeyCap(look, keys), spacing=8))
            column.gap(14)
        column.addStretch(1)
        return column
