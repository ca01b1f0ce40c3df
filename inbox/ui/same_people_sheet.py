"""All open suggestions of who may be one person, and below them the handles that were said to be mine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from inbox.core.person import IdentityView
from inbox.core.sameness import Suggestion
from inbox.ui import same_words as words
from inbox.ui.faces import Faces
from inbox.ui.look.controls import Button, Card, Column, Hairline, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.same_person_card import MOST_CLUES, answers

NOTHING = "Nobody seems to be here twice. When two people share an address, a website or a link, they are shown here."


class SamePeopleSheet(Sheet):
    acted = Signal(object)
    """What is to be written (`ui/profile/card.Act`)."""
    compared = Signal(object)
    """A `Suggestion` to be looked at side by side."""
    wish = (640, 560)
    top = 60

    def __init__(self, look: Look, faces: Faces) -> None:
        super().__init__(look, "Same person?")
        self._faces = faces
        self._column = Column(look, None, spacing=12, margins=(18, 14, 18, 14))
        page = QWidget()
        page.setLayout(self._column)
        self._scroll = Scroller(look, "Suggestions")
        self._scroll.hold(page)
        self._count = PlainLabel(look, "Looking…", Type.SMALL, "soft")
        self._close = Button(look, "Done", keys="Esc")
        self._close.clicked.connect(self.done)
        outer = Column(look, margins=(1, 0, 1, 6))
        title = PlainLabel(look, "Same person?", Type.HEAD, firm=True)
        outer.hold(Row(look, title, None, self._count, spacing=8, margins=(22, 12, 22, 12)), Hairline(look))
        outer.addWidget(self._scroll, 1)
        foot = Row(look, KeyLegend(look, (("Tab", "next"),)), self._close, spacing=8, margins=(22, 8, 16, 2))
        outer.hold(Hairline(look), foot)
        self.setLayout(outer)
        self._boxes: list[QWidget] = []

    def first_focus(self) -> QWidget:
        return self._close

    def show_found(self, found: Sequence[Suggestion], mine: Sequence[IdentityView]) -> None:
        """Filled anew after every answer; the keys go to the first question then."""
        for box in self._boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = [self._asked(one) for one in found]
        if not found:
            self._boxes.append(Paragraph(self.look, NOTHING, ink="soft"))
        if mine:
            self._boxes.append(self._mine(mine))
        for at, box in enumerate(self._boxes):
            self._column.insertWidget(at, box)
            box.show()
        self._count.setText("1 question" if len(found) == 1 else f"{len(found)} questions" if found else "")
        chain = [*(button for box in self._boxes for button in box.findChildren(Button)), self._close]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        now = QApplication.focusWidget()
        if now is None or now is self._close or not self.isAncestorOf(now) or not now.isVisible():
            chain[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _asked(self, found: Suggestion) -> Card:
        look = self.look
        box = Card(look, "win")
        box.setAccessibleName(words.both(found))
        buttons: list[Button] = []
        for text, name, work in answers(found):
            button = Button(look, text)
            button.setAccessibleName(f"{name}: {words.both(found)}")
            button.clicked.connect(lambda _=False, work=work: self.acted.emit(work))
            buttons.append(button)
        row = Row(look, *buttons, None, spacing=6)
        if not found.is_me:
            look_at = Button(look, "Look at both", rank="quiet")
            look_at.setAccessibleName(f"Look at both: {words.both(found)}")
            look_at.clicked.connect(lambda: self.compared.emit(found))
            row.addWidget(look_at)
        handles = [
            words.handle(one, self._faces) for person in (found.one, found.other) for one in person.identities[:2]
        ]
        clues = [Paragraph(look, clue.words, Type.SMALL, "soft") for clue in found.clues[:MOST_CLUES]]
        column = Column(look, Paragraph(look, words.both(found), Type.MEDIUM), spacing=6, margins=(14, 11, 14, 12))
        column.hold(Paragraph(look, " / ".join(handles), Type.SMALL), *clues, row)
        box.setLayout(column)
        return box

    def _mine(self, mine: Sequence[IdentityView]) -> QWidget:
        look, part = self.look, QWidget()
        column = Column(look, PlainLabel(look, "You said that these are you", Type.TINY_STRONG, "faint"), spacing=6)
        for identity in mine:
            take_back = Button(look, "Not me")
            take_back.setAccessibleName(f"{identity.name} is not me")
            take_back.clicked.connect(
                lambda _=False, id=identity.id: self.acted.emit(lambda write: write.this_is_me(id, False))
            )
            name = PlainLabel(look, f"{isolate(identity.name)} · {words.handle(identity, self._faces)}")
            row = Row(look, name, take_back, spacing=8)
            row.setStretch(0, 1)
            column.hold(row)
        part.setLayout(column)
        return part
