"""A promise, written down or changed: what, and until when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.core.clock import on_the_wall
from inbox.core.manners import Promise
from inbox.rules.when import parse_when
from inbox.ui.look import times
from inbox.ui.look.controls import Button, Column, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

NOT_A_TIME = "That is no time to come. Try “tomorrow”, “friday”, “2w” or “2027-01-05”, or leave it out."


class PromiseSheet(Sheet):
    kept = Signal(str, object)
    """(words, due or None)"""
    wish = (500, 214)
    top = 150

    def __init__(self, look: Look, name: str, now: datetime, promise: Promise | None = None) -> None:
        super().__init__(look, f"A promise to {name}")
        self._now, self._wall, self._due = now, on_the_wall(now), promise.due if promise is not None else None
        self._words = LineField(look, "What you promised", "send the recipe")
        self._words.line.setMaxLength(200)
        self._when = LineField(look, "Until when", "until when: tomorrow, friday, 2w (may stay empty)", icon="calendar")
        self._hint = PlainLabel(look, "", Type.SMALL, "faint")
        keep = Button(look, "Keep", keys="Enter", rank="main")
        drop = Button(look, "Cancel", keys="Esc")
        keep.clicked.connect(self._on_kept)
        drop.clicked.connect(self.done)
        title = PlainLabel(look, f"A promise to {isolate(name)}", Type.TITLE)
        buttons = Row(look, None, drop, keep, spacing=8)
        self.setLayout(
            Column(
                look, title, self._words, self._when, self._hint, None, buttons, spacing=10, margins=(18, 16, 18, 14)
            )
        )
        for field in (self._words, self._when):
            field.line.returnPressed.connect(self._on_kept)
            field.line.textEdited.connect(lambda _: self._say("", is_wrong=False))
        self._when.line.textEdited.connect(self._on_typed)
        if promise is not None:
            self._words.line.setText(promise.words)
            self._say(times.full(self._due) if self._due is not None else "", is_wrong=False)

    def first_focus(self) -> QWidget:
        return self._words.line

    def _on_typed(self, typed: str) -> None:
        wall = parse_when(typed, self._wall) if typed.strip() else None
        self._due = wall.instant() if wall is not None else None
        self._say(times.full(self._due) if self._due is not None else "", is_wrong=False)

    def _on_kept(self) -> None:
        words = self._words.line.text().strip()
        if not words:
            self._words.be_wrong(True)
            self._say("There are no words to keep. Write what you promised first.", is_wrong=True)
            self._words.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._when.line.text().strip() and (self._due is None or self._due <= self._now):
            self._when.be_wrong(True)
            self._say(NOT_A_TIME, is_wrong=True)
            self._when.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        due = self._due
        self.done.emit()
        self.kept.emit(words, due)

    def _say(self, sentence: str, *, is_wrong: bool) -> None:
        if not is_wrong:
            self._words.be_wrong(False)
            self._when.be_wrong(False)
        self._hint.set_ink("bad" if is_wrong else "faint")
        self._hint.setText(sentence)
        self._when.line.setAccessibleDescription(sentence)
