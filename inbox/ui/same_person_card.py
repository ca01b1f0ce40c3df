"""The quiet question of the profile: the same person as somebody else? With what speaks for it, and three answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.sameness import Answer, Suggestion
from inbox.ui import same_words as words
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Paragraph
from inbox.ui.look.flow import Flow
from inbox.ui.look.layouts import Column
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Act, Around, PersonCard

MOST_CLUES = 4


def answers(found: Suggestion) -> tuple[tuple[str, str, Act], ...]:
    """(what the button says, its longer name, what it does)."""
    one, other = found.one.id, found.other.id
    yes: Act = (lambda write: write.this_is_me(one, True)) if found.is_me else (lambda write: write.merge(one, other))
    return (
        ("Yes", "Yes, that is me" if found.is_me else "Yes, the same person", yes),
        ("No", "No, do not ask again", lambda write: write.answer_same(one, other, Answer.NO)),
        ("Not sure", "Not sure, ask when something new speaks for it",
         lambda write: write.answer_same(one, other, Answer.UNSURE)),
    )  # fmt: skip


class SamePersonCard(PersonCard):
    title = "Same person?"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=6)
        self._asked = Paragraph(self.look, "", Type.MEDIUM)
        self._clues = QWidget()
        self._lines = [Paragraph(self.look, "", Type.SMALL, "soft") for _ in range(MOST_CLUES)]
        self._clues.setLayout(Column(self.look, *self._lines, spacing=4))
        self._buttons = Flow(self.look)
        self._shown: Suggestion | None = None
        self.column.hold(self._asked, self._clues, self._buttons)
        self.hide()

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        found = next(iter(reading.same_as(person.id, limit=1)), None)
        self.setVisible(found is not None)
        if found is None or found == self._shown:
            return
        self._shown = found
        self._asked.setText(words.question(found, person.id))
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(found.clues))
            line.setText(found.clues[at].words if at < len(found.clues) else "")
        made: list[QWidget] = []
        for text, name, work in answers(found):
            button = Button(self.look, text)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, work=work: self.acted.emit(work))
            made.append(button)
        self._buttons.hold(made)
