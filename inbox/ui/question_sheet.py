"""One plain question above the window, with what follows from each answer; Esc is always "no"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from inbox.ui.look.controls import Button, Column, Paragraph
from inbox.ui.look.flow import Flow
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

_Scroll = QAbstractSlider.SliderAction
SCROLLS = {
    Qt.Key.Key_Down: _Scroll.SliderSingleStepAdd,
    Qt.Key.Key_Up: _Scroll.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _Scroll.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Scroll.SliderPageStepSub,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`is_main`: what Enter does, since the keys stand on it."""

    label: str
    do: Callable[[], object]
    is_main: bool = False


class QuestionSheet(Sheet):
    wish = (520, 220)
    top = 150

    def __init__(self, look: Look, question: str, about: Sequence[str], answers: Sequence[Answer], no: str) -> None:
        """`no`: what the button says that changes nothing. Without a main answer the keys stand on it."""
        super().__init__(look, question)
        title = Paragraph(look, question, Type.TITLE)
        words = [Paragraph(look, line, Type.BODY, "soft") for line in about]
        stay = Button(look, no, keys="Esc", rank="quiet")
        stay.clicked.connect(self.done)
        self._first: QWidget = stay
        buttons: list[QWidget] = []
        for answer in answers:
            button = Button(look, answer.label, rank="main" if answer.is_main else "plain")
            button.clicked.connect(lambda _=False, answer=answer: self._on_chosen(answer))
            if answer.is_main:
                self._first = button
            buttons.append(button)
        below = Flow(look, gap=8, ends=True)
        below.hold([stay, *buttons])
        self._said, self._scroll = QWidget(), Scroller(look, question)
        self._said.setLayout(Column(look, *words, spacing=10))
        self._scroll.hold(self._said)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = Column(look, title, spacing=10, margins=(20, 18, 20, 16))
        column.addWidget(self._scroll, 1)
        column.hold(below)
        self._ends = (title, below)
        self.setLayout(column)

    def first_focus(self) -> QWidget:
        return self._first

    def wished_height(self, width: int) -> int:
        """Whole; what a low window has no room for is scrolled to by the arrows, and the answers are always seen."""
        inner, said = width - self.look.px(40), self._said.layout()
        words = said.heightForWidth(inner) if said is not None else 0
        ends = sum(one.heightForWidth(inner) for one in self._ends)
        return max(words + ends + self.look.px(18 + 16 + 20), self.look.px(150))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SCROLLS:
            self._scroll.verticalScrollBar().triggerAction(SCROLLS[Qt.Key(event.key())])
        else:
            event.ignore()

    def _on_chosen(self, answer: Answer) -> None:
        self.done.emit()
        answer.do()
