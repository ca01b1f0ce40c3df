"""The parts of a view as a row of pills under the list's heading; what does not fit is behind "more"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from inbox.core.views import Count, Split
from inbox.ui.look import paint
from inbox.ui.look.buttons import Button, PaintedButton
from inbox.ui.look.controls import IconButton, Pane
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

HEIGHT = 42
GAP = 3


class SplitPill(PaintedButton):
    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name, Type.SMALL)
        self.setCheckable(True)
        self._name = name

    def show_count(self, count: Count | None) -> None:
        """Nothing beside the name while it is not counted, or where there is none."""
        self.say(f"{self._name} {count}" if count is not None and count.n else self._name)

    def sizeHint(self) -> QSize:
        # As wide as when it is chosen, so that its neighbours stay where they are.
        words = QFontMetricsF(self.look.font(Type.SMALL_STRONG)).horizontalAdvance(self.text())
        return QSize(int(words) + self.look.px(19), self.look.px(26))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        if self.isChecked() or self.is_hot:
            paint.rounded(painter, box, box.height() / 2, tokens.sel if self.isChecked() else tokens.hover)
        painter.setFont(look.font(Type.SMALL_STRONG if self.isChecked() else Type.SMALL))
        painter.setPen(tokens.accent if self.isChecked() else tokens.soft)
        draw_line(painter, box, self.text(), centre=True)
        self.paint_ring(painter, box.height() / 2)


class SplitBar(Pane):
    """`chosen` carries the number of the part. Only the chosen pill is a stop of Tab; the arrows go on from there."""

    chosen = Signal(int)
    change_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win", "bottom")
        self._look = look
        self._pills: list[SplitPill] = []
        self._splits: tuple[Split, ...] = ()
        self._more = Button(look, "More", opens=True, rank="quiet")
        self._more.setParent(self)
        self._more.clicked.connect(self._open_menu)
        self._menu = QMenu(self._more)
        self._change = IconButton(look, "plus", "Change the parts of this view")
        self._change.setParent(self)
        self._change.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys have the command, and Tab its parts
        self._change.clicked.connect(self.change_wanted)
        self.setAccessibleName("Parts of this view")
        look.fit(self, lambda: self.setFixedHeight(look.px(HEIGHT)))
        look.fit(self, self._lay_out)
        self.hide()

    def show_splits(self, splits: Sequence[Split], chosen: int) -> None:
        """Nothing at all where there is nothing to choose."""
        if tuple(splits) != self._splits:
            self._splits = tuple(splits)
            for old in self._pills:
                old.hide()
                old.deleteLater()
            self._pills = [SplitPill(self._look, split.name) for split in splits]
            for number, pill in enumerate(self._pills):
                pill.setParent(self)
                pill.clicked.connect(lambda _=False, number=number: self._on_pressed(number))
        self.choose(chosen)
        self.setVisible(len(splits) > 1)

    def show_counts(self, counts: Mapping[Split, Count]) -> None:
        for split, pill in zip(self._splits, self._pills, strict=True):
            pill.show_count(counts.get(split))
        self._lay_out()

    def choose(self, number: int) -> None:
        """Without a signal."""
        for place, pill in enumerate(self._pills):
            pill.setChecked(place == number)
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus if place == number else Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def said(self) -> list[str]:
        """The words of the pills, the hidden ones too."""
        return [pill.text() for pill in self._pills]

    def shown(self) -> list[str]:
        return [pill.text() for pill in self._pills if pill.isVisibleTo(self)]

    def _on_pressed(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)

    def _open_menu(self) -> None:
        self._menu.clear()
        for number, pill in enumerate(self._pills):
            if not pill.isVisibleTo(self):
                action = self._menu.addAction(pill.text())
                action.triggered.connect(lambda _=False, number=number: self._on_pressed(number))
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _lay_out(self) -> None:
        """In order, as many as fit; the chosen one is always seen."""
        look = self._look
        side, gap = self._change.minimumSize(), look.px(GAP)
        room = self.width() - 2 * look.px(10) - side.width() - gap
        widths = [pill.sizeHint().width() + gap for pill in self._pills]
        if sum(widths) - gap <= room:
            seen = list(range(len(widths)))
        else:
            room -= self._more.sizeHint().width() + gap
            chosen = next((place for place, pill in enumerate(self._pills) if pill.isChecked()), 0)
            room -= widths[chosen] if widths else 0
            seen = [chosen] if widths else []
            for place, width in enumerate(widths):
                if place == chosen:
                    continue
                room -= width
                if room < 0:
                    break
                seen.append(place)
        left, top = look.px(10), (self.height() - look.px(26)) // 2
        for place, pill in enumerate(self._pills):
            pill.setVisible(place in seen)
            if place in seen:
                pill.setGeometry(left, top, widths[place] - gap, look.px(26))
                left += widths[place]
        self._more.setVisible(len(seen) < len(self._pills))
        self._more.setGeometry(left, top, self._more.sizeHint().width(), look.px(26))
        edge = self.width() - look.px(10) - side.width()
        self._change.setGeometry(edge, (self.height() - side.height()) // 2, side.width(), side.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)
