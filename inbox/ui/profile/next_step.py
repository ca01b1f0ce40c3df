"""The one suggested next step: what, why, what it counts; taken by its key, or turned down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inbox.core.model import Stage
from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.relation import Door, NextStep, Relation, StepKind, TurnDown
from inbox.ui.look import layouts
from inbox.ui.look.controls import Button, Paragraph, PlainLabel
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard

DO = {
    StepKind.ANSWER: "Answer",
    StepKind.KEEP_PROMISE: "Write them",
    StepKind.THANK: "Thank",
    StepKind.SAY_HELLO: "Say hello",
    StepKind.WRITE: "Write a mail",
    StepKind.CALL: "Write them",
    StepKind.WRITE_DOWN: "Write it down",
    StepKind.HELLO_AGAIN: "Write them",
}
DOWN = (
    (TurnDown.NOT_NOW, "Not now"),
    (TurnDown.FOR_THEM, "Not for them"),
    (TurnDown.FOR_ALL, "Never suggest this"),
)


class NextStepCard(PersonCard):
    title = "Suggested next step"
    part = 1

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=4)
        self.set_edge("accent", 1.5)  # the one card that asks for something
        look = self.look
        self._step: NextStep | None = None
        self._what = PlainLabel(look, "", Type.STRONG, firm=True)
        self._why = Paragraph(look, "", Type.SMALL, "soft")
        self._do = Button(look, "", keys="people.next_step", rank="main")
        self._do.clicked.connect(lambda: self.commanded.emit("people.next_step"))
        self._log = Button(look, "You talked already", rank="quiet")
        self._log.clicked.connect(lambda: self.commanded.emit("people.log"))
        self._proof = Button(look, "What it counts", rank="quiet")
        self._proof.clicked.connect(lambda: self.commanded.emit("people.step_evidence"))
        self._down = Button(look, "Turn down", icon="down", rank="quiet")
        self._down.clicked.connect(self._on_down)
        self._ways_down = QWidget()
        ways = [(how, Button(look, words)) for how, words in DOWN]
        for how, button in ways:
            button.clicked.connect(lambda _=False, how=how: self._turn_down(how))
        self._first_way = ways[0][1]
        self._ways_down.setLayout(layouts.Column(look, *(button for _, button in ways), spacing=4))
        beside = layouts.Row(look, self._do, self._log, None, spacing=6)
        below = layouts.Row(look, self._proof, None, self._down, spacing=4)
        self.column.hold(self._what, self._why, 3, beside, below, self._ways_down)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        relation: Relation = reading.relation(person.id)
        step = relation.step
        if fresh or step != self._step:
            self._ways_down.hide()
        self._step = step
        self.setVisible(step is not None)
        if step is None:
            return
        self._what.setText(step.title)
        self._why.setText(step.why)
        self._do.say("Open their page" if step.door is Door.PROFILE else DO[step.kind])
        self._do.setAccessibleName(f"{step.title}: {step.why}")
        self._log.setVisible(step.kind is StepKind.CALL)
        self._proof.setVisible(bool(step.evidence.messages))
        self._down.setAccessibleName(f"Turn down: {step.title}")

    def finish(self, *, keep: bool) -> bool:
        was_open = not self._ways_down.isHidden()
        self._ways_down.hide()
        return was_open

    def _on_down(self) -> None:
        shown = self._ways_down.isHidden()
        self._ways_down.setVisible(shown)
        if shown:
            self._first_way.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_down(self, how: TurnDown) -> None:
        step = self._step
        self._ways_down.hide()
        if step is not None:
            kind = step.kind
            self.act(lambda identity: lambda write: write.turn_down(identity, kind, how))


class FriendCard(PersonCard):
    """Friend is only ever proposed: yes or no."""

    title = "A friend?"
    part = 1

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=6)
        self._why = Paragraph(self.look, "", Type.SMALL, "soft")
        yes, no = Button(self.look, "Yes, a friend"), Button(self.look, "No", rank="quiet")
        yes.clicked.connect(lambda: self.act(lambda identity: lambda write: write.set_stage(identity, Stage.FRIEND)))
        no.clicked.connect(self._on_no)
        self.column.hold(self._why, layouts.Row(self.look, yes, no, None, spacing=6))

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        offers = reading.relation(person.id).offers
        self.setVisible(bool(offers))
        if offers:
            self._why.setText(offers[0].why)

    def _on_no(self) -> None:
        self.act(lambda identity: lambda write: write.turn_down(identity, Stage.FRIEND.value, TurnDown.FOR_THEM))
