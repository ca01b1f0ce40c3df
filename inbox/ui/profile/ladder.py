"""How somebody came to where they are on the ladder of stages: when, why, and the messages that say so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.relation import StageReached
from inbox.ui.look import layouts, times
from inbox.ui.look.controls import Button
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard
from inbox.ui.profile.history import HistoryLine


class LadderLine(HistoryLine):
    """A step of the ladder; opens the newest message that it counts."""

    step_opened = Signal(object, object)
    """(conversation, message)"""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._message: int | None = None
        self.clicked.connect(lambda: self.step_opened.emit(self._conversation, self._message))

    def show_step(self, step: StageReached, when: str, days: int) -> None:
        self._when, self._days = when, days
        self._conversation = step.evidence.conversation
        self._message = max(step.evidence.messages, default=None)
        self.say(f"{step.stage.value.capitalize()}. {step.why}")
        self.setEnabled(self._conversation is not None)
        self.setAccessibleName(f"{when}: {self.text()}")


class LadderCard(PersonCard):
    title = "How you came here"
    part = 1

    def __init__(self, around: Around) -> None:
        change = Button(around.look, "Change", rank="quiet")
        super().__init__(around, change, spacing=1)
        change.setAccessibleName("Change their stage")
        change.clicked.connect(lambda: self.commanded.emit("people.stage"))
        self._steps: tuple[StageReached, ...] = ()
        self._lines: list[LadderLine] = []
        self._list = layouts.Column(self.look, spacing=1)
        self.column.hold(self._list)
        self.look.rescaled.connect(self._show)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._steps = reading.relation(person.id).ladder
        self.setVisible(bool(self._steps))
        self._show()

    def _show(self) -> None:
        whens = ["" if step.at is None else times.date(step.at, self.now()) for step in self._steps]
        metrics = QFontMetricsF(self.look.font(Type.SMALL))
        days = int(max(map(metrics.horizontalAdvance, (*whens, "28 Aug")))) + self.look.px(12)
        while len(self._lines) < len(self._steps):
            line = LadderLine(self.look)
            line.step_opened.connect(self.conversation_opened)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(self._steps))
            if at < len(self._steps):
                line.show_step(self._steps[at], whens[at], days)
