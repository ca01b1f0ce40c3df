"""The profile: who somebody is and what has passed between you. What is not built yet is absent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.ui import person_words as words
from inbox.ui.faces import Faces
from inbox.ui.ladder import StageLadder
from inbox.ui.look import layouts, paint
from inbox.ui.look.controls import Avatar, Icon, Pane, PlainLabel
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard

C = TypeVar("C", bound=PersonCard)


class PersonPane(Pane):
    """Built once, refilled for everybody. The cards come with the first person: none is needed for the first paint."""

    acted = Signal(object)
    """An `Act` of a card."""
    commanded = Signal(str)
    conversation_opened = Signal(object, object)
    """(conversation id, message id or None)"""
    linked = Signal(str)
    left = Signal()
    """What was to be written is written: the keys belong to the list again."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "panel")
        self._look, self._faces, self._around = look, faces, Around(look, faces, now)
        self._person: PersonView | None = None
        self._cards: list[PersonCard] = []
        self._face = Avatar(look, faces.face("?", 0), 52, "panel")
        self._name = PlainLabel(look, "", Type.HEAD)
        self._star = Icon(look, "star-full", "star", 15)
        self._line = PlainLabel(look, "", Type.SMALL, "soft")
        self._ladder = StageLadder(look)
        self._scroll = Scroller(look, "Profile")
        self._column = self._build(look)
        self._scroll.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring while arrows scroll the profile: nothing inside it shows where the keys go."""
        super().paintEvent(event)
        if self._scroll.hasFocus():
            box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            paint.focus_ring(QPainter(self), box, self._look.px(8), self._look)

    def _build(self, look: Look) -> layouts.Column:
        name = layouts.Row(look, self._name, self._star, None, spacing=6)
        beside = layouts.Column(look, None, name, self._line, None, spacing=1)
        head = layouts.Row(look, self._face, beside, spacing=9)
        head.setStretch(1, 1)
        cards = layouts.Column(look, spacing=13)
        page = QWidget()
        page.setLayout(
            layouts.Column(look, head, self._ladder, cards, None, spacing=13, margins=(16, 18, 16, 16)),
        )
        self._scroll.hold(page)
        self.setLayout(layouts.Column(look, self._scroll))
        look.fit(self, lambda: self.setMinimumWidth(look.px(250)))
        return cards

    def _deal(self) -> None:
        from inbox.ui.profile.cards import CARDS

        for kind in CARDS:
            card = kind(self._around)
            card.acted.connect(self.acted)
            card.commanded.connect(self.commanded)
            card.conversation_opened.connect(self.conversation_opened)
            card.linked.connect(self.linked)
            card.left.connect(self.left)
            self._cards.append(card)
            self._column.addWidget(card)
            card.show()  # Qt would do so only when it comes back to its events

    def show_person(self, person: PersonView, reading: Reading) -> None:
        """Somebody else's note that is being written is kept with them before."""
        if not self._cards:
            self._deal()
        fresh = self._person is None or self._person.id != person.id
        self._person = person
        first = person.identities[0] if person.identities else None
        self._face.show_face(self._faces.face(person.name, person.id, first.look if first is not None else ""))
        self._name.setText(person.name)
        self._star.setVisible(person.starred)
        self._line.setText(words.first_line(person))
        self._ladder.show_stage(person.stage)
        for card in self._cards:
            card.show_person(person, reading)
        self.setAccessibleName(f"Profile of {person.name}{', starred' if person.starred else ''}")
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)

    def card(self, kind: type[C]) -> C | None:
        """None before anybody was shown."""
        return next((card for card in self._cards if isinstance(card, kind)), None)

    # what the keys do

    def begin_note(self) -> None:
        from inbox.ui.profile.notes import NotesCard

        card = self.card(NotesCard)
        if card is not None:
            card.begin()
            self._scroll.ensureWidgetVisible(card)

    def begin_tags(self) -> None:
        from inbox.ui.profile.tags import TagsCard

        card = self.card(TagsCard)
        if card is not None:
            self._scroll.ensureWidgetVisible(card)
            card.begin()

    def finish(self, *, keep: bool) -> bool:
        """Leave whatever is being written in a card; False where nothing is."""
        return [card for card in self._cards if card.finish(keep=keep)] != []

    def take_focus(self) -> None:
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
