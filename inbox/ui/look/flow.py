"""Widgets one after the other, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look.theme import Look


class Flow(QWidget):
    """`ends`: as the buttons below a sheet: at the right, and the first one at the left where all fit in one line."""

    def __init__(self, look: Look, *, gap: int = 5, ends: bool = False) -> None:
        super().__init__()
        self._look, self._gap, self._ends = look, gap, ends
        self._held: list[QWidget] = []
        look.rescaled.connect(lambda: self._place(self.width()))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hold(self, widgets: Sequence[QWidget]) -> None:
        for old in self._held:
            if old not in widgets:
                old.hide()
                old.deleteLater()
        self._held = list(widgets)
        for widget in self._held:
            widget.setParent(self)
            widget.show()
        if self.parentWidget() is not None or not widgets:  # else it would be a window, and take the keys
            self.setVisible(bool(widgets))
        self._place(self.width())
        self.updateGeometry()

    def _place(self, width: int, *, only_measure: bool = False) -> int:
        gap, top, height = self._look.px(self._gap), 0, 0
        lines = self._lines(width, gap)
        for line in lines:
            left = max(0, width - sum(taken + gap for _, taken in line) + gap) if self._ends else 0
            height = max(one.sizeHint().height() for one, _ in line)
            for widget, taken in line if not only_measure else ():
                at = 0 if self._ends and len(lines) == 1 and widget is self._held[0] else left
                own = widget.sizeHint().height()
                widget.setGeometry(QRect(at, top + (height - own) // 2, taken, own))
                left += taken + gap
            top += height + gap
        return max(0, top - gap)

    def _lines(self, width: int, gap: int) -> list[list[tuple[QWidget, int]]]:
        """What stands beside each other, with the width that each is given."""
        lines: list[list[tuple[QWidget, int]]] = []
        left = 0
        for widget in (one for one in self._held if not one.isHidden()):
            taken = min(widget.sizeHint().width(), max(width, 1))
            if not lines or left + taken > width:
                lines.append([])
                left = 0
            lines[-1].append((widget, taken))
            left += taken + gap
        return lines

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, only_measure=True)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(160), self._place(max(self.width(), self._look.px(160)), only_measure=True))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(60), self._look.px(22) if self._held else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width())
