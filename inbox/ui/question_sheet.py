"""One plain question above the window, with what follows from each answer; Esc is always "no"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from inbox.ui.look.controls import Button, Column, Paragraph, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type


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
        self.setLayout(
            Column(
                look,
                title,
                *words,
                None,
                Row(look, stay, None, *buttons, spacing=8),
                spacing=10,
                margins=(20, 18, 20, 16),
            )
        )

    def first_focus(self) -> QWidget:
        return self._first

    def wished_height(self, width: int) -> int:
        layout = self.layout()
        least = self.look.px(150)
        return max(layout.heightForWidth(width), least) if layout is not None else least

    def _on_chosen(self, answer: Answer) -> None:
        self.done.emit()
        answer.do()
