"""The quiet question of the profile: the same person as somebody else? With what speaks for it, and three answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.sameness import Answer, Suggestion
from inbox.rules import naming
from inbox.ui import same_words as words
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Paragraph
from inbox.ui.look.flow import Flow
from inbox.ui.look.layouts import Column
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Act, Around, PersonCard

MOST_CLUES = 4
ANSWERS = ("Yes", "No", "Not sure")


def answers(found: Suggestion) -> tuple[tuple[str, str, Act], ...]:
    """(what the button says, its longer name, what it does)."""
    one, other = found.one.id, found.other.id
    name = naming.names_of(found.one, found.other)[0]
    yes: Act = (
        (lambda write: write.this_is_me(one, True)) if found.is_me else (lambda write: write.merge(one, other, name))
    )
    names = (
        "Yes, that is me" if found.is_me else "Yes, the same person",
        "No, do not ask again",
        "Not sure, ask when something new speaks for it",
    )
    works: tuple[Act, ...] = (
        yes,
        lambda write: write.answer_same(one, other, Answer.NO),
        lambda write: write.answer_same(one, other, Answer.UNSURE),
    )
    return tuple(zip(ANSWERS, names, works, strict=True))


class SamePersonCard(PersonCard):
    title = "Same person?"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=6)
        self._asked = Paragraph(self.look, "", Type.MEDIUM)
        self._clues = QWidget()
        self._lines = [Paragraph(self.look, "", Type.SMALL, "soft") for _ in range(MOST_CLUES)]
        self._clues.setLayout(Column(self.look, *self._lines, spacing=4))
        self._shown: Suggestion | None = None
        # Made once, so that Tab comes to them where they stand.
        self._buttons = [Button(self.look, text) for text in ANSWERS]
        for at, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, at=at: self._on_answered(at))
        flow = Flow(self.look)
        self.column.hold(self._asked, self._clues, flow)
        flow.hold(self._buttons)
        self.hide()

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        found = next(iter(reading.same_as(person.id, limit=1)), None)
        self.setVisible(found is not None)
        if found is None:
            return
        self._shown = found
        self._asked.setText(words.question(found, person.id))
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(found.clues))
            line.setText(found.clues[at].words if at < len(found.clues) else "")
        for button, (_, name, _) in zip(self._buttons, answers(found), strict=True):
            button.setAccessibleName(name)

    def _on_answered(self, at: int) -> None:
        if self._shown is not None:
            self.acted.emit(answers(self._shown)[at][2])
