"""Rows and columns whose margins and gaps are lengths at 100 %, and follow the text size while the app runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from inbox.ui.look.theme import Look

    class _Box(QHBoxLayout):
        """What both kinds of box are to the type checker."""
else:
    _Box = object

Margins = tuple[float, float, float, float]  # left, top, right, bottom
Held = QWidget | QLayout | float | None
NONE: Margins = (0, 0, 0, 0)


class _Fitting(_Box):
    """Mixed into Qt's two boxes."""

    _look: Look
    _lengths: tuple[float, Margins]
    _gaps: list[tuple[QSpacerItem, float]]

    def _begin(self, look: Look, spacing: float, margins: Margins, *, lies: bool) -> None:
        self._look, self._lengths, self._gaps, self._lies = look, (spacing, margins), [], lies
        self.refit()

    def refit(self) -> None:
        """Called by the look when the text size changes."""
        look, (spacing, margins) = self._look, self._lengths
        self.setSpacing(look.px(spacing))
        self.setContentsMargins(*(look.px(length) for length in margins))
        for gap, length in self._gaps:
            self._size_gap(gap, length)
        self.invalidate()

    def set_margins(self, *margins: float) -> None:
        """Left, top, right, bottom at 100 %."""
        left, top, right, bottom = margins
        self._lengths = (self._lengths[0], (left, top, right, bottom))
        self.refit()

    def gap(self, length: float) -> None:
        """An empty length at 100 %, beside the usual spacing."""
        spacer = QSpacerItem(0, 0)
        self._gaps.append((spacer, length))
        self._size_gap(spacer, length)
        self.addItem(spacer)

    def _size_gap(self, spacer: QSpacerItem, length: float) -> None:
        fixed, least = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum
        if self._lies:
            spacer.changeSize(self._look.px(length), 0, fixed, least)
        else:
            spacer.changeSize(0, self._look.px(length), least, fixed)

    def hold(self, *things: Held) -> None:
        """Widgets and layouts in order; a number is a fixed gap, None takes what is left."""
        for thing in things:
            if thing is None:
                self.addStretch(1)
            elif isinstance(thing, QWidget):
                self.addWidget(thing)
            elif isinstance(thing, QLayout):
                self.addLayout(thing)
            else:
                self.gap(thing)


class Row(_Fitting, QHBoxLayout):
    def __init__(self, look: Look, *things: Held, spacing: float = 0, margins: Margins = NONE) -> None:
        super().__init__()
        self._begin(look, spacing, margins, lies=True)
        self.hold(*things)


class Column(_Fitting, QVBoxLayout):
    def __init__(self, look: Look, *things: Held, spacing: float = 0, margins: Margins = NONE) -> None:
        super().__init__()
        self._begin(look, spacing, margins, lies=False)
        self.hold(*things)


MEASURE = 880
"""The widest that messages and what is written to them get, at 100 %."""


def beside_the_measure(width: int, look: Look) -> int:
    """What stays free on each side of the measure."""
    return max(0, (width - look.px(MEASURE)) // 2)
