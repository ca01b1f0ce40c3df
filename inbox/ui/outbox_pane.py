"""The outbox: what waits to leave, is being sent, is not sure yet, or needs a decision; each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from inbox.core.model import DeliveryState, DeliveryView, Verb
from inbox.core.views import HeldBack
from inbox.ui.empty import EmptyState, in_a_line, nothing_here
from inbox.ui.list_heading import ListHeading
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Card, Pane, Paragraph, PlainLabel
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

STATES = {
    DeliveryState.WAITING: "Waiting",
    DeliveryState.SENDING: "Sending",
    DeliveryState.UNSURE: "Not sure yet, looking",
    DeliveryState.SENT: "Sent",
    DeliveryState.NEEDS_YOU: "Needs you",
    DeliveryState.CANCELLED: "Cancelled",
}
DECISIONS: dict[DeliveryState, tuple[tuple[str, str], ...]] = {
    DeliveryState.WAITING: (("outbox.cancel", "Do not send"),),
    DeliveryState.NEEDS_YOU: (
        ("outbox.retry", "Send again"),
        ("outbox.it_is_there", "It is there"),
        ("outbox.cancel", "Do not send"),
    ),
}
MOVED_DECISIONS: dict[DeliveryState, tuple[tuple[str, str], ...]] = {
    DeliveryState.WAITING: (("outbox.cancel", "Back to the draft"),),
    DeliveryState.NEEDS_YOU: (("outbox.retry", "Send all the same"), ("outbox.cancel", "Back to the draft")),
}
"""Where the ground moved under words that were never tried."""

NOTHING = nothing_here("the outbox", "What you send waits here until it has left.")


def what_it_does(one: DeliveryView) -> str:
    """ "Answer to Amara Okafor", "Approve Tom's comment"."""
    if one.verb is Verb.REPLY:
        return f"{'Thanks' if one.purpose == 'thank' else 'Answer'} to {one.name}"
    if one.verb is Verb.MODERATE:
        return f"Moderate the comment of {one.name}"
    return f"{'Like' if one.verb is Verb.LIKE else 'No longer like'} the words of {one.name}"


def state_sentence(one: DeliveryView, now: datetime) -> str:
    words = STATES[one.state]
    if one.state is DeliveryState.WAITING and one.not_before is not None and one.not_before > now:
        words = f"{words} · leaves {times.ahead(one.not_before, now)}"
    return f"{words}: {one.reason}" if one.reason else words


def what_moved(held: HeldBack, now: datetime) -> list[str]:
    """What happened since it was queued, a sentence each."""
    words = [f"{one.author} wrote since, {times.ago(one.at, now)}: “{one.snippet}”" for one in held.since]
    if held.answered is not None:
        words.append(f"You answered elsewhere, {times.ago(held.answered.at, now)}: “{held.answered.snippet}”")
    if held.is_edited:
        words.append("The message you answer was edited.")
    if held.is_gone:
        words.append("The message you answer is no longer there.")
    return words


class DeliveryCard(Card):
    """One act. `decided` carries (command id, delivery id); `opened` the conversation."""

    decided = Signal(object, object)
    opened = Signal(object)

    def __init__(self, look: Look, one: DeliveryView, now: datetime, held: HeldBack | None = None) -> None:
        super().__init__(look)
        self.delivery = one
        tone = "bad" if one.state is DeliveryState.NEEDS_YOU else "soft"
        head = PlainLabel(look, what_it_does(one), Type.STRONG)
        where = PlainLabel(look, one.subject or one.place_title, Type.SMALL, "faint")
        state = Paragraph(look, state_sentence(one, now), Type.SMALL, tone)
        buttons = layouts.Row(look, spacing=6)
        moved = what_moved(held, now) if held is not None else []
        decisions = MOVED_DECISIONS if moved and one.verb is Verb.REPLY and not one.attempts else DECISIONS
        for command, title in decisions.get(one.state, ()):
            button = Button(look, title, rank="quiet")
            button.clicked.connect(lambda _=False, id=command: self.decided.emit(id, one.id))
            buttons.addWidget(button)
        if one.conversation is not None:
            button = Button(look, "Open", rank="quiet")
            button.clicked.connect(lambda: self.opened.emit(one.conversation))
            buttons.addWidget(button)
        buttons.addStretch(1)
        words: list[QWidget] = [Paragraph(look, one.text, Type.BODY, "soft")] if one.text else []
        words += [Paragraph(look, sentence, Type.SMALL, "warn") for sentence in moved]
        self.setLayout(layouts.Column(look, head, where, *words, state, buttons, spacing=4, margins=(13, 11, 13, 9)))
        self.setAccessibleName(" ".join((f"{what_it_does(one)}. {state_sentence(one, now)}", *moved)))


class OutboxPane(Pane):
    current_changed = Signal(object)
    """The conversation of the card that is current, or None."""
    decided = Signal(object, object)
    opened = Signal(object)

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__(look, "win")
        self._look, self._now = look, now
        self._cards: list[DeliveryCard] = []
        self._at = 0
        heading = ListHeading(look)
        heading.title.setText("Outbox")
        self._count = heading.count
        self._empty = EmptyState(look)
        self._empty.show_state(in_a_line(NOTHING))
        self._empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._inside = QWidget()
        self._column = layouts.Column(look, None, spacing=10, margins=(12, 12, 12, 12))
        self._inside.setLayout(self._column)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        float_scroll_bar(self._scroll, look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        column = layouts.Column(look, heading, self._stack)
        column.setStretch(1, 1)
        self.setLayout(column)
        self._scroll.setAccessibleName("Outbox")
        self.setFocusProxy(self._scroll)

    def show_deliveries(self, deliveries: Sequence[DeliveryView], held: Sequence[HeldBack] = ()) -> None:
        """Newest first, as the store gives them; what is held back stands before all others, in the order in which it
        was written."""
        moved = {one.delivery.id: one for one in held}
        turns = {id: at for at, id in enumerate(moved)}
        deliveries = sorted(deliveries, key=lambda one: turns.get(one.id, len(turns)))
        chosen = self.current_delivery()
        now = self._now()
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [DeliveryCard(self._look, one, now, moved.get(one.id)) for one in deliveries]
        for place, card in enumerate(self._cards):
            card.decided.connect(self.decided)
            card.opened.connect(self.opened)
            self._column.insertWidget(place, card)
        ids = [card.delivery.id for card in self._cards]
        self._at = ids.index(chosen) if chosen in ids else 0
        needs = sum(card.delivery.state is DeliveryState.NEEDS_YOU for card in self._cards)
        self._count.setText(f"{len(ids)} here, {needs} need you" if needs else f"{len(ids)} here" if ids else "")
        self._stack.setCurrentIndex(0 if ids else 1)
        self.setFocusProxy(self._scroll if ids else self._empty)
        self._show_current()

    def current_delivery(self) -> int | None:
        return self._cards[self._at].delivery.id if self._cards else None

    def current(self) -> int | None:
        return self._cards[self._at].delivery.conversation if self._cards else None

    def step(self, by: int) -> None:
        if self._cards:
            self._at = max(0, min(self._at + by, len(self._cards) - 1))
            self._show_current()

    def edge(self, *, last: bool) -> None:
        self._at = len(self._cards) - 1 if last and self._cards else 0
        self._show_current()

    def go_to(self, delivery: int) -> None:
        ids = [card.delivery.id for card in self._cards]
        if delivery in ids:
            self._at = ids.index(delivery)
            self._show_current()

    def _show_current(self) -> None:
        for place, card in enumerate(self._cards):
            card.set_edge("accent" if place == self._at else "line", 2 if place == self._at else 1)
        if self._cards:
            self._scroll.ensureWidgetVisible(self._cards[self._at])
        self.current_changed.emit(self.current())
