"""Until when? Presets by digit, or a time typed in words. The sheet owns its keys (decision 33)."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.clock import WallTime, on_the_wall
from inbox.core.model import Snooze
from inbox.rules.when import parse_when, presets
from inbox.ui.look import times
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Column, KeyCap, PlainLabel, Row
from inbox.ui.look.fields import LineField, Switch
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.paint import rounded
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

SNOOZE = "Snooze until"
REMIND = "If they do not answer, remind me"
IS_OVER = " is over. Choose a later time."
NO_TIME = "That is no time. Try “tue 9”, “in 3 days” or “24 Dec”."
NO_TIME_BUT_THEM = "Without a time that is “Waiting on them”. Esc, and choose that."
ANSWER = re.compile(r"(?i)answer|repl(?:y|ies)")
"""They want to see it again when they are answered, whatever the time."""
LINE_HEIGHT = 36
MARGIN = 14
DIGIT_MS = 350
"""How long a digit waits for what may follow it: "3" is the third preset, "3d" is in three days."""


class Choice(PaintedButton):
    """One preset: its digit, its name, and the time it means."""

    def __init__(self, look: Look, digit: int, title: str, time: str) -> None:
        super().__init__(look, title)
        self.setAccessibleName(f"{title}, {time}")
        self._time = time
        name = PlainLabel(look, title, Type.BODY)
        when = PlainLabel(look, time, Type.SMALL, "faint", firm=True)
        row = Row(look, KeyCap(look, str(digit)), name, when, spacing=10, margins=(10, 0, 10, 0))
        row.setStretch(1, 1)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setFixedHeight(look.px(LINE_HEIGHT)))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.is_hot or self.hasFocus():
            rounded(painter, QRectF(self.rect()), self.look.px(7), self.look.tokens.hover)
        self.paint_ring(painter, self.look.px(7))


class SnoozeSheet(Sheet):
    chosen = Signal(object)
    """A `Snooze`."""
    top = 150

    def __init__(
        self, look: Look, now: datetime, zone: str = "", *, title: str = SNOOZE, asks_about_answer: bool = True
    ) -> None:
        """`asks_about_answer`: whether an answer of theirs ends it sooner can be chosen; else it always does."""
        super().__init__(look, title)
        self._now, self._wall = now, on_the_wall(now, zone)
        self._presets = presets(self._wall)
        self.wish = (
            380,
            2 * MARGIN + 34 + LINE_HEIGHT * len(self._presets) + 12 + 36 + 24 + (34 if asks_about_answer else 0),
        )
        self._field = LineField(look, "Or type a time", "or type: tue 9, in 3 days, 24 Dec, next month", icon="snooze")
        self._hint = PlainLabel(look, "", Type.SMALL, "faint")
        self._or_answer = Switch(look, "Or until they answer, whichever comes first", on=True)
        if not asks_about_answer:
            self._or_answer.hide()
        choices: list[QWidget] = []
        for number, preset in enumerate(self._presets, 1):
            choice = Choice(look, number, preset.title, times.ahead(preset.at.instant(), now))
            choice.clicked.connect(lambda _=False, at=preset.at: self._choose(at))
            choices.append(choice)
        self._choices = choices
        head = PlainLabel(look, title, Type.TITLE)
        self.setLayout(
            Column(
                look,
                head,
                6.0,
                *choices,
                8.0,
                self._field,
                4.0,
                self._hint,
                4.0,
                self._or_answer,
                None,
                margins=(MARGIN, MARGIN, MARGIN, MARGIN),
            )
        )
        self._field.line.textChanged.connect(self._on_typed)
        self._field.line.returnPressed.connect(self._on_entered)
        self._alone = QTimer(self, interval=DIGIT_MS, singleShot=True)
        self._alone.timeout.connect(self._on_digit_alone)

    def first_focus(self) -> QWidget:
        return self._field.line

    def hint(self) -> str:
        """What is said below the field: which time was typed, or what is wrong with it."""
        return self._hint.text()

    def _preset_of(self, typed: str) -> WallTime | None:
        """What a lone digit means."""
        if typed.isdecimal() and len(typed) == 1 and 1 <= int(typed) <= len(self._presets):
            return self._presets[int(typed) - 1].at
        return None

    def _on_digit_alone(self) -> None:
        """Nothing came behind the digit: it was a preset, not the beginning of "3d"."""
        wall = self._preset_of(self._field.line.text())
        if wall is not None:
            self._choose(wall)

    def _on_typed(self, typed: str) -> None:
        if self._preset_of(typed) is not None:
            self._alone.start()
        else:
            self._alone.stop()
        wall = parse_when(typed, self._wall) if typed.strip() else None
        self._field.be_wrong(False)
        over = wall is not None and wall.instant() <= self._now
        self._hint.set_ink("bad" if over else "faint")
        self._hint.setText(f"{times.full(wall.instant())}{IS_OVER if over else ''}" if wall is not None else "")

    def _on_entered(self) -> None:
        typed = self._field.line.text()
        self._alone.stop()
        wall = self._preset_of(typed) or (parse_when(typed, self._wall) if typed.strip() else self._presets[0].at)
        if wall is None or wall.instant() <= self._now:
            self._field.be_wrong(True)
            self._hint.set_ink("bad")
            over = f"{times.full(wall.instant())}{IS_OVER}" if wall is not None else ""
            waits = ANSWER.search(typed) is not None and self._or_answer.isVisibleTo(self)
            self._hint.setText(over or (NO_TIME_BUT_THEM if waits else NO_TIME))
            return
        self._choose(wall)

    def _choose(self, wall: WallTime) -> None:
        self.chosen.emit(Snooze(wall.at.isoformat(), wall.zone, wall.instant(), self._or_answer.isChecked()))
        self.done.emit()
