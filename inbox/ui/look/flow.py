"""Widgets one after the other, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look.theme import Look


class Flow(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
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
        self.setVisible(bool(widgets))
        self._place(self.width())
        self.updateGeometry()

    def _place(self, width: int, *, only_measure: bool = False) -> int:
        gap, left, top, height = self._look.px(5), 0, 0, 0
        for widget in self._held:
            hint = widget.sizeHint()
            taken = min(hint.width(), max(width, 1))
            if left and left + taken > width:
                left, top = 0, top + height + gap
            if not only_measure:
                widget.setGeometry(QRect(left, top, taken, hint.height()))
            left, height = left + taken + gap, hint.height()
        return top + height

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
