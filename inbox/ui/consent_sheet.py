"""Consent to the newsletter: an entry is added to somebody's record, with where, when, their words and the message that
proves it. What was entered stays; a mistake is an entry too.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.core.clock import on_the_wall
from inbox.core.consent import Consent, ConsentView, Entry, NewEntry
from inbox.core.model import Message
from inbox.core.text import snippet
from inbox.rules.consent import why_not
from inbox.rules.past import parse_past
from inbox.ui.look.controls import Button, Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField, Switch
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.promise_words import day

STATES = (Consent.ASKED, Consent.GIVEN, Consent.WITHDRAWN, Consent.MISTAKE)
NAMES = {
    Consent.NOT_ASKED: "not asked",
    Consent.ASKED: "asked, no answer yet",
    Consent.GIVEN: "given",
    Consent.WITHDRAWN: "withdrawn",
    Consent.MISTAKE: "entered by mistake",
}
ENTRIES_SHOWN = 3
_NEXT = {Consent.NOT_ASKED: 0, Consent.ASKED: 1, Consent.GIVEN: 2, Consent.WITHDRAWN: 1}
"""What is likely to be written down next, as a place in `STATES`."""


def said(entry: Entry, now: datetime) -> str:
    """ "given 3 Nov, at the market: “Yes, do send it”" """
    parts = [f"{NAMES[entry.state]} {day(entry.at, now)}"]
    parts += [entry.place] if entry.place else []
    words = f": “{entry.words}”" if entry.words else ""
    return f"{', '.join(parts)}{words}{'' if entry.counts else ' (entered by mistake)'}"


class ConsentSheet(Sheet):
    noted = Signal(object)
    """A `NewEntry`."""
    wish = (560, 452)
    top = 70

    def __init__(
        self, look: Look, name: str, view: ConsentView, email: str, proof: Message | None, now: datetime
    ) -> None:
        """`email`: an address that is known; `proof`: the message in focus, where it is theirs."""
        super().__init__(look, f"Consent of {name} to the newsletter")
        self._view, self._proof, self._now, self._wall = view, proof, now, on_the_wall(now)
        self._states = Segments(
            look,
            "What to write down",
            (Choice("Asked"), Choice("Given"), Choice("Withdrawn"), Choice("A mistake")),
            _NEXT[view.state],
        )
        self._when = LineField(look, "When", "when: today, yesterday 15:00, 12 Nov", icon="calendar")
        self._when.line.setText("today")
        self._place = LineField(look, "Where", "where: at the market, in a letter")
        self._words = LineField(look, "Their words", "their words")
        self._email = LineField(look, "E-mail address it is given for", "the e-mail address it is given for")
        self._email.line.setText(email)
        # Never by itself: the message that happens to be in focus may be about anything.
        self._prove = Switch(look, "The message you stand on is the proof")
        self._hint = Paragraph(look, "", Type.SMALL, "bad")
        now_is = Paragraph(look, f"Now: {NAMES[view.state]}.", Type.BODY, "soft")
        record = [Paragraph(look, said(entry, now), Type.SMALL, "soft") for entry in view.entries[:ENTRIES_SHOWN]]
        keep = Button(look, "Add to the record", keys="Enter", rank="main")
        drop = Button(look, "Cancel", keys="Esc")
        keep.clicked.connect(self._on_kept)
        drop.clicked.connect(self.done)
        title = PlainLabel(look, f"Newsletter: consent of {isolate(name)}", Type.TITLE)
        self.setLayout(
            Column(
                look,
                title,
                now_is,
                *record,
                self._states,
                Row(look, self._when, self._place, spacing=8),
                self._words,
                self._email,
                self._prove,
                self._hint,
                None,
                Row(look, None, drop, keep, spacing=8),
                spacing=9,
                margins=(18, 16, 18, 14),
            )
        )
        for field in (self._when, self._place, self._words, self._email):
            field.line.returnPressed.connect(self._on_kept)
            field.line.textEdited.connect(lambda _: self._say(""))
        self._states.chosen.connect(lambda _: self._fit())
        self._prove.clicked.connect(self._on_proved)
        self._fit()

    def first_focus(self) -> QWidget:
        return self._states.segment(self._states.chosen_number())

    def wished_height(self, width: int) -> int:
        layout = self.layout()
        return max(layout.heightForWidth(width), self.look.px(380)) if layout is not None else self.look.px(452)

    def _state(self) -> Consent:
        return STATES[self._states.chosen_number()]

    def _fit(self) -> None:
        """Of a mistake there is nothing to be said; an address belongs to what is given."""
        state = self._state()
        for field in (self._when, self._place, self._words):
            field.setVisible(state is not Consent.MISTAKE)
        self._email.setVisible(state is Consent.GIVEN)
        self._prove.setVisible(self._proof is not None and state is not Consent.MISTAKE)
        self._say("")

    def _on_proved(self) -> None:
        """Its words are theirs; what was typed already stays."""
        if self._proof is not None and self._prove.isChecked():
            for field, text in ((self._place, self._proof.url), (self._words, snippet(self._proof.text, 120))):
                if not field.line.text().strip():
                    field.line.setText(text)
                    field.line.setCursorPosition(0)

    def _on_kept(self) -> None:
        state, email = self._state(), self._email.line.text().strip()
        wall = parse_past(self._when.line.text(), self._wall)
        if state is not Consent.MISTAKE and wall is None:
            self._say("That is no time that has been. Try “today”, “yesterday 15:00” or “12 Nov”.")
            self._when.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        refusal = why_not(self._view, state, email=email)
        if refusal:
            self._say(refusal)
            return
        proof = self._proof if self._proof is not None and self._prove.isChecked() else None
        is_mistake = state is Consent.MISTAKE
        entry = NewEntry(
            state,
            None if is_mistake or wall is None else min(wall.instant(), self._now),
            "" if is_mistake else self._place.line.text().strip(),
            "" if is_mistake else self._words.line.text().strip(),
            email if state is Consent.GIVEN else "",
            None if is_mistake or proof is None else proof.id,
        )
        self.done.emit()
        self.noted.emit(entry)

    def _say(self, sentence: str) -> None:
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
