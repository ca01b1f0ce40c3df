"""The profile beside a conversation: who somebody is and what has passed between you, as a list of cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.ui.faces import Faces
from inbox.ui.look import layouts, paint
from inbox.ui.look.controls import Pane
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.profile.card import Around
from inbox.ui.profile.deck import C, Deck
from inbox.ui.profile.head import ProfileHead


class PersonPane(Pane):
    """Built once, refilled for everybody. The cards come with the first person: none is needed for the first paint."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "panel")
        self._look = look
        around = Around(look, faces, now)
        self.deck = Deck(around, self)
        self.head = ProfileHead(around)
        self._person = 0
        self._scroll = Scroller(look, "Profile")
        self._column = layouts.Column(look, spacing=13)
        page = QWidget()
        page.setLayout(layouts.Column(look, self.head, self._column, None, spacing=13, margins=(16, 18, 16, 16)))
        self._scroll.hold(page)
        self.setLayout(layouts.Column(look, self._scroll))
        look.fit(self, lambda: self.setMinimumWidth(look.px(250)))
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

    def show_person(self, person: PersonView, reading: Reading) -> None:
        """Somebody else's note that is being written is kept with them before."""
        if not self.deck.cards:
            for card in self.deck.deal(for_page=False):
                self._column.addWidget(card)
                card.show()  # Qt would do so only when it comes back to its events
            self._order_stops()
        profile = reading.profile(person.id)
        self.head.show_person(person, profile)
        self.deck.show_person(person, profile, reading)
        self.setAccessibleName(f"Profile of {person.name}{', starred' if person.starred else ''}")
        if self._person != person.id:
            self._person = person.id
            self._scroll.verticalScrollBar().setValue(0)

    def _order_stops(self) -> None:
        """What was built after the window stands last in Qt's chain: Tab would never come from the profile to it."""
        stops = [one for card in self.deck.cards for one in card.findChildren(QWidget)]
        chain = [self._scroll, *(one for one in stops if one.focusPolicy() & Qt.FocusPolicy.TabFocus)]
        policy = self._scroll.focusPolicy()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # setTabOrder passes over what takes no focus
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._scroll.setFocusPolicy(policy)

    def card(self, kind: type[C]) -> C | None:
        """None before anybody was shown."""
        return self.deck.card(kind)

    # what the keys do

    def begin(self, kind: type[C], how: Callable[[C], object] | None = None) -> None:
        """Write in this card, or in a part of it."""
        card = self.card(kind)
        if card is not None:
            self._scroll.ensureWidgetVisible(card)
            (how or kind.begin)(card)
            self._scroll.ensureWidgetVisible(card)

    def finish(self, *, keep: bool) -> bool:
        """Leave whatever is being written in a card; False where nothing is."""
        return self.deck.finish(keep=keep)

    def take_focus(self) -> None:
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
