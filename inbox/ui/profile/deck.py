"""All cards of one profile, built with the first person and refilled for everybody: of the panel, or of the page."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.profile import Profile
from inbox.ui.profile.card import Around, PersonCard
from inbox.ui.profile.lately import LatelyCard

C = TypeVar("C", bound=PersonCard)


class Deck(QObject):
    """Passes on what the cards tell (`PersonCard` says what each signal means)."""

    acted = Signal(object)
    commanded = Signal(str)
    conversation_opened = Signal(object, object)
    person_opened = Signal(object)
    linked = Signal(str)
    taken_up = Signal(object, object)
    """Of `LatelyCard`."""
    left = Signal()

    def __init__(self, around: Around, parent: QObject) -> None:
        super().__init__(parent)
        self._around = around
        self.cards: list[PersonCard] = []

    def deal(self, *, for_page: bool) -> list[PersonCard]:
        """Build them; for the page without what only the panel has."""
        from inbox.ui.profile.cards import CARDS

        for kind in CARDS:
            if for_page and kind.part is None:
                continue
            card = kind(self._around)
            card.acted.connect(self.acted)
            card.commanded.connect(self.commanded)
            card.conversation_opened.connect(self.conversation_opened)
            card.person_opened.connect(self.person_opened)
            card.linked.connect(self.linked)
            card.left.connect(self.left)
            if isinstance(card, LatelyCard):
                card.taken_up.connect(self.taken_up)
            self.cards.append(card)
        return self.cards

    def show_person(self, person: PersonView, profile: Profile, reading: Reading) -> None:
        for card in self.cards:
            card.show_person(person, profile, reading)

    def card(self, kind: type[C]) -> C | None:
        """None before anybody was shown."""
        return next((card for card in self.cards if isinstance(card, kind)), None)

    def finish(self, *, keep: bool) -> bool:
        """Leave whatever is being written in a card; False where nothing is."""
        return [card for card in self.cards if card.finish(keep=keep)] != []
