"""The profile page: everything about one person at ease, and the whole history beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.core.person import HistoryEntry, PersonView
from inbox.core.ports import Reading
from inbox.core.profile import LineKey
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around
from inbox.ui.profile.deck import C, Deck
from inbox.ui.profile.head import ProfileHead
from inbox.ui.profile.history_view import HistoryView

TWO_COLUMNS_FROM = 1220
"""Width at 100 % text from which the cards stand in two columns beside the history."""
ONE_PANE_BELOW = 700
"""Too narrow for the history beside the cards: one of them at a time."""
CARDS_WIDE = (330, 640)
CARDS_SHARE = 0.42


class ProfilePage(Pane):
    """Built once, refilled for everybody."""

    left = Signal()
    """Back to the conversations."""

    def __init__(self, around: Around, read: Callable[[Sequence[LineKey]], list[HistoryEntry]]) -> None:
        look = around.look
        super().__init__(look, "panel")
        self._look = look
        self.person = 0
        self.deck = Deck(around, self)
        self.head = ProfileHead(around, size=64, kind=Type.PAGE)
        self.history = HistoryView(around, read)
        back = Button(look, "Back", keys="Esc", rank="quiet")
        back.clicked.connect(self.left)
        self.history.profile_wanted.connect(self.back_to_cards)
        self._other = Button(look, "History", rank="quiet")
        self._other.clicked.connect(self._on_other)
        give = Button(look, "Everything between us", icon="copy", rank="quiet")
        give.clicked.connect(lambda: self.deck.commanded.emit("people.everything"))
        self._scroll = Scroller(look, "Profile")
        self._columns = [layouts.Column(look, spacing=13), layouts.Column(look, spacing=13)]
        self._cards = layouts.Row(look, *self._columns, spacing=13)
        for at, column in enumerate(self._columns):
            column.addStretch(1)  # an alignment to the top would cut what wraps to its unwrapped height
            self._cards.setStretch(at, 1)
        page = QWidget()
        bar = layouts.Row(look, back, self._other, None, give, spacing=4)
        page.setLayout(
            layouts.Column(look, bar, self.head, self._cards, None, spacing=14, margins=(20, 10, 20, 20)),
        )
        self._scroll.hold(page)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._scroll)
        self._row.addWidget(self.history, 1)
        self._wide: bool | None = None
        self._shows_history = False
        look.rescaled.connect(self._fold)

    def show_person(self, person: PersonView, reading: Reading) -> None:
        if not self.deck.cards:
            self.deck.deal(for_page=True)
            self._fold()
        fresh = person.id != self.person
        self.person = person.id
        profile = reading.profile(person.id)
        self.head.show_person(person, profile)
        self.deck.show_person(person, profile, reading)
        self.history.be_of(person, fresh=fresh)
        self.setAccessibleName(f"Profile page of {person.name}{', starred' if person.starred else ''}")
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)
            self._shows_history = False
            self._fold()

    def begin(self, kind: type[C], how: Callable[[C], object] | None = None) -> None:
        """Write in this card, or in a part of it."""
        card = self.deck.card(kind)
        if card is not None:
            self._show_history(shown=False)
            self._scroll.ensureWidgetVisible(card)
            (how or kind.begin)(card)

    def take_focus(self) -> None:
        """Into the history: arrows and J K walk through it."""
        if self.history.isVisible() and self.history.model.keys:
            self.history.take_focus()
        else:
            self._scroll.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_history(self) -> None:
        self._show_history(shown=True)
        self.history.take_focus()

    def back_to_cards(self) -> bool:
        """Where the history stands alone; False where the cards are seen."""
        if self._scroll.isVisible():
            return False
        self._show_history(shown=False)
        self._scroll.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # how much finds room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _show_history(self, *, shown: bool) -> None:
        self._shows_history = shown
        self._fold()

    def _on_other(self) -> None:
        self.show_history()

    def _fold(self) -> None:
        width = self.width() / self._look.scale
        alone = width < ONE_PANE_BELOW
        self.history.setVisible(not alone or self._shows_history)
        self._scroll.setVisible(not alone or not self._shows_history)
        self.history.be_alone(alone)
        self._other.setVisible(alone)
        least, most = (self._look.px(length) for length in CARDS_WIDE)
        share = self.width() if alone else min(most, max(least, round(self.width() * CARDS_SHARE)))
        self._scroll.setFixedWidth(share)
        self._lay_out(wide=width >= TWO_COLUMNS_FROM)

    def _lay_out(self, *, wide: bool) -> None:
        if not self.deck.cards or wide == self._wide:
            return
        is_new, self._wide = self._wide is None, wide
        for card in self.deck.cards:
            hidden = card.isHidden() and not is_new
            for column in self._columns:
                column.removeWidget(card)
            column = self._columns[(card.part or 0) if wide else 0]
            column.insertWidget(column.count() - 1, card)
            card.setVisible(not hidden)
        self._cards.setStretch(1, 1 if wide else 0)
        self._cards.setSpacing(self._look.px(13) if wide else 0)
