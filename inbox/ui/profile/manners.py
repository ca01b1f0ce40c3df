"""Cards about manners: a wish to be left alone, promises, and where somebody stands with the newsletter."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.consent import Consent
from inbox.core.manners import Promise, PromiseOffer, StopOffer
from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.services.contact import WHAT_IT_DOES
from inbox.ui.consent_sheet import NAMES, said
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Paragraph, PlainLabel
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard
from inbox.ui.promise_words import day, due_of, due_words, promised

OFFERS_SHOWN, PROMISES_SHOWN = 2, 5


class StopCard(PersonCard):
    """There only while there is a wish of theirs that was not answered, or the flag is set."""

    title = "Leave them alone?"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=7)
        look = self.look
        self._offer: StopOffer | None = None
        self._words = Paragraph(look, "", Type.BODY)
        self._about = Paragraph(look, WHAT_IT_DOES, Type.SMALL, "soft")
        self._yes = Button(look, "Do not contact", rank="main")
        self._no = Button(look, "Not meant so", rank="quiet")
        self._show = Button(look, "Show", rank="quiet")
        self._again = Button(look, "May be contacted again", rank="quiet")
        self.column.hold(self._words, self._about, layouts.Row(look, self._show, None, self._no, self._yes, spacing=6))
        self.column.hold(layouts.Row(look, None, self._again))
        self._yes.clicked.connect(lambda: self.act(lambda identity: lambda write: write.do_not_contact(identity, True)))
        self._again.clicked.connect(
            lambda: self.act(lambda identity: lambda write: write.do_not_contact(identity, False))
        )
        self._no.clicked.connect(self._on_no)
        self._show.clicked.connect(self._on_show)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        flagged = reading.may_not_contact(person.id)
        self._offer = None if flagged else reading.stop_offer(person.id)
        self.setVisible(flagged or self._offer is not None)
        for button in (self._yes, self._no, self._show):
            button.setVisible(self._offer is not None)
        self._again.setVisible(flagged)
        heading = "Do not contact" if flagged else self.title
        self.heading.setText(heading)
        self.setAccessibleName(heading)
        if flagged:
            self._words.setText("You marked them “do not contact”.")
        elif self._offer is not None:
            when = day(self._offer.written_at, self.now())
            self._words.setText(f"They wrote {when}: “{isolate(self._offer.words)}”. Mark them “do not contact”?")

    def _on_no(self) -> None:
        if self._offer is not None:
            message = self._offer.message
            self.acted.emit(lambda write: write.turn_down_stop(message))

    def _on_show(self) -> None:
        if self._offer is not None:
            self.conversation_opened.emit(self._offer.conversation, self._offer.message)


class _Row(QWidget):
    """Words, a line below, and buttons."""

    def __init__(self, look: Look, *names: str) -> None:
        super().__init__()
        self.words = Paragraph(look)
        self.line = PlainLabel(look, "", Type.TINY, "faint")
        self.buttons = [Button(look, name, rank="quiet") for name in names]
        self.setLayout(
            layouts.Column(look, self.words, self.line, layouts.Row(look, None, *self.buttons, spacing=2), spacing=1)
        )


class _OfferRow(_Row):
    answered = Signal(object, bool)
    """(the `PromiseOffer`, yes)"""
    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Show", "No", "Yes")
        show, no, yes = self.buttons
        self._offer: PromiseOffer | None = None
        show.clicked.connect(lambda: self.opened.emit(self._offer))
        no.clicked.connect(lambda: self.answered.emit(self._offer, False))
        yes.clicked.connect(lambda: self.answered.emit(self._offer, True))

    def show_offer(self, offer: PromiseOffer, card: PersonCard) -> None:
        self._offer = offer
        due = due_words(due_of(offer), card.now())
        self.words.setText(f"You wrote: “{isolate(offer.words)}”. A promise?")
        self.line.setText(" · ".join(filter(None, (times.date(offer.written_at, card.now()), due))))
        for button, says in zip(self.buttons, ("Show where you wrote", "No promise:", "A promise:"), strict=True):
            button.setAccessibleName(f"{says} “{offer.words}”")


class _PromiseRow(_Row):
    settled = Signal(object, bool)
    """(the `Promise`, kept)"""
    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Show", "Drop", "Kept")
        show, drop, kept = self.buttons
        self._promise: Promise | None = None
        show.clicked.connect(lambda: self.opened.emit(self._promise))
        drop.clicked.connect(lambda: self.settled.emit(self._promise, False))
        kept.clicked.connect(lambda: self.settled.emit(self._promise, True))

    def show_promise(self, promise: Promise, card: PersonCard) -> None:
        self._promise = promise
        self.words.setText(promise.words)
        late = promise.due is not None and promise.due < card.now()
        self.line.set_ink("warn" if late else "faint")
        self.line.setText(promised(promise, card.now()))
        self.buttons[0].setVisible(promise.message is not None)
        for button, says in zip(self.buttons, ("Show where you promised", "Drop", "Kept:"), strict=True):
            button.setAccessibleName(f"{says} “{promise.words}”")


class PromisesCard(PersonCard):
    """Open ones, and words of mine that sound like one; there only when there is something."""

    title = "Promises"
    part = 1

    def __init__(self, around: Around) -> None:
        add = Button(around.look, "Add", icon="plus", rank="quiet")
        add.setAccessibleName("Write down a promise")
        super().__init__(around, add, spacing=7)
        add.clicked.connect(lambda: self.commanded.emit("people.promise"))
        self._offers: list[_OfferRow] = []
        self._promises: list[_PromiseRow] = []
        self._offered, self._open = layouts.Column(self.look, spacing=7), layouts.Column(self.look, spacing=7)
        self._more = PlainLabel(self.look, "", Type.SMALL, "faint")
        self.column.hold(self._offered, self._open, self._more)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        offers = reading.promise_offers(person.id, limit=OFFERS_SHOWN)
        open_ones = reading.promises(person.id)
        self.setVisible(bool(offers or open_ones))
        while len(self._offers) < len(offers):
            offered = _OfferRow(self.look)
            offered.answered.connect(self._on_answered)
            offered.opened.connect(self._on_opened)
            self._offers.append(offered)
            self._offered.addWidget(offered)
        while len(self._promises) < min(len(open_ones), PROMISES_SHOWN):
            made = _PromiseRow(self.look)
            made.settled.connect(self._on_settled)
            made.opened.connect(self._on_opened)
            self._promises.append(made)
            self._open.addWidget(made)
        for at, offer_row in enumerate(self._offers):
            offer_row.setVisible(at < len(offers))
            if at < len(offers):
                offer_row.show_offer(offers[at], self)
        for at, promise_row in enumerate(self._promises):
            promise_row.setVisible(at < len(open_ones))
            if at < len(open_ones):
                promise_row.show_promise(open_ones[at], self)
        left = len(open_ones) - PROMISES_SHOWN
        self._more.setVisible(left > 0)
        self._more.setText(f"and {left} more")

    def _on_answered(self, offer: object, yes: bool) -> None:
        if not isinstance(offer, PromiseOffer):
            return
        if not yes:
            self.acted.emit(lambda write: write.turn_down_promise(offer.message, offer.first))
            return
        due = due_of(offer)
        self.act(
            lambda identity: (
                lambda write: write.promise_to(identity, offer.words, due=due, message=offer.message, first=offer.first)
            )
        )

    def _on_settled(self, promise: object, kept: bool) -> None:
        if isinstance(promise, Promise):
            self.acted.emit(lambda write: write.settle_promise(promise.id, kept=kept))

    def _on_opened(self, shown: object) -> None:
        if isinstance(shown, Promise | PromiseOffer):
            self.conversation_opened.emit(shown.conversation, shown.message)


class ConsentCard(PersonCard):
    """Where they stand with the newsletter, and the proof."""

    title = "Newsletter"
    part = 1

    def __init__(self, around: Around) -> None:
        change = Button(around.look, "Add to the record", rank="quiet")
        super().__init__(around, change, spacing=5)
        change.clicked.connect(lambda: self.commanded.emit("people.consent"))
        self._message: tuple[int | None, int | None] = (None, None)
        self._state = Paragraph(self.look, "", Type.BODY)
        self._show = Button(self.look, "Show the proof", rank="quiet")
        self._show.clicked.connect(lambda: self.conversation_opened.emit(*self._message))
        self.column.hold(self._state, layouts.Row(self.look, None, self._show))

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        view = reading.consent(person.id)
        entry = view.entry
        self._message = (entry.conversation, entry.message) if entry is not None else (None, None)
        self._show.setVisible(self._message[1] is not None)
        if entry is None:
            self._state.setText(f"Consent: {NAMES[Consent.NOT_ASKED]}")
        else:
            self._state.setText(f"Consent: {said(entry, self.now())}")
