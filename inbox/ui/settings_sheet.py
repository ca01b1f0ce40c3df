"""What can be set. Every change is told at once; there is nothing to confirm and nothing needs a restart."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.ui.look.controls import Button, Column, Hairline, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Stepper, Switch, WritingBox
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look, Wish
from inbox.ui.look.tokens import Type

WISHES = ((Wish.SYSTEM, "As the system"), (Wish.LIGHT, "Light"), (Wish.DARK, "Dark"))
SPANS: tuple[tuple[int | None, str], ...] = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))


@dataclass(frozen=True, slots=True)
class SettingValues:
    """What is in force. `text_percent` 80 to 200, `undo_seconds` 0 to 60, `wait_days` None for all."""

    theme: Wish = Wish.SYSTEM
    text_percent: int = 100
    undo_seconds: int = 10
    openings: tuple[str, ...] = ()
    wait_days: int | None = 30
    single_keys: bool = True
    contrast: bool = False


class SettingsSheet(Sheet):
    """`changed` carries the name of a field of `SettingValues` and its new value."""

    changed = Signal(str, object)
    keys_wanted = Signal()
    counts_wanted = Signal()
    wish = (620, 620)
    top = 60

    def __init__(self, look: Look, values: SettingValues) -> None:
        super().__init__(look, "Settings")
        page = QWidget()
        column = Column(look, spacing=16, margins=(22, 16, 22, 18))
        parts = (self._look_part(values), self._sending(values), self._waiting(values), self._counts())
        for part in (*parts, self._keys(values)):
            column.hold(part, Hairline(look))
        column.hold(self._thanks(values))
        column.addStretch(1)
        page.setLayout(column)
        scroll = Scroller(look, "Settings")
        scroll.hold(page)
        close = Button(look, "Done", keys="Esc")
        close.clicked.connect(self.done)
        outer = Column(look, margins=(1, 0, 1, 6))
        title = PlainLabel(look, "Settings", Type.HEAD, firm=True)
        legend = KeyLegend(look, (("Tab", "next"),))
        outer.hold(Row(look, title, None, margins=(22, 12, 22, 12)), Hairline(look))
        outer.addWidget(scroll, 1)
        outer.hold(Hairline(look), Row(look, legend, close, spacing=8, margins=(22, 8, 16, 2)))
        self.setLayout(outer)

    def first_focus(self) -> QWidget:
        return self._theme.segment(self._theme.chosen_number())

    def _line(self, title: str, about: str, control: QWidget) -> Row:
        look = self.look
        words = Column(look, None, Paragraph(look, title, Type.MEDIUM), spacing=1)
        if about:
            words.hold(Paragraph(look, about, Type.SMALL, "soft"))
        words.hold(None)
        row = Row(look, spacing=16)
        row.addLayout(words, 1)
        row.addWidget(control)
        return row

    def _look_part(self, values: SettingValues) -> Column:
        look = self.look
        wishes = [wish for wish, _ in WISHES]
        choices = tuple(Choice(words) for _, words in WISHES)
        self._theme = Segments(look, "Light or dark", choices, wishes.index(values.theme))
        self._theme.chosen.connect(lambda number: self.changed.emit("theme", wishes[number]))
        size = Stepper(look, "Text size", (80, 200), 10, values.text_percent, "{} %")
        size.stepped.connect(lambda percent: self.changed.emit("text_percent", percent))
        themes = Column(look, Paragraph(look, "Light or dark", Type.MEDIUM), Row(look, self._theme), spacing=7)
        switch = Switch(look, "High contrast", on=values.contrast)
        switch.toggled.connect(lambda on: self.changed.emit("contrast", on))
        about = "Black and white, and every edge drawn. Left off, it is as your system says."
        contrast = Column(look, switch, Paragraph(look, about, Type.SMALL, "soft"), spacing=3)
        return Column(look, themes, contrast, self._line("Text size", "", size), spacing=14)

    def _sending(self, values: SettingValues) -> Row:
        seconds = Stepper(self.look, "Time to take back", (0, 60), 5, values.undo_seconds, "{} seconds")
        seconds.stepped.connect(lambda chosen: self.changed.emit("undo_seconds", chosen))
        about = "What you send waits this long before it leaves, so that it can be taken back."
        return self._line("Time to take back", about, seconds)

    def _waiting(self, values: SettingValues) -> Column:
        look, spans = self.look, [days for days, _ in SPANS]
        checked = spans.index(values.wait_days) if values.wait_days in spans else 1
        choice = Segments(look, "Let conversations wait from", tuple(Choice(words) for _, words in SPANS), checked)
        choice.chosen.connect(lambda number: self.changed.emit("wait_days", spans[number]))
        about = "For places you add from now on. Older conversations stay under Earlier, unanswered."
        title = Paragraph(look, "Let conversations wait from the last", Type.MEDIUM)
        return Column(look, title, Paragraph(look, about, Type.SMALL, "soft"), 4, Row(look, choice), spacing=3)

    def _counts(self) -> Row:
        change = Button(self.look, "What counts")
        change.clicked.connect(self.counts_wanted)
        about = "Every number from which points, stages, segments and next steps follow, each with its sentence."
        return self._line("What counts", about, change)

    def _keys(self, values: SettingValues) -> Column:
        look = self.look
        switch = Switch(look, "Single-letter keys", on=values.single_keys)
        switch.toggled.connect(lambda on: self.changed.emit("single_keys", on))
        about = "R answers, E is done. Without them every command is still in the menus and in the palette."
        change = Button(look, "Change keys")
        change.clicked.connect(self.keys_wanted)
        words = Column(look, switch, Paragraph(look, about, Type.SMALL, "soft"), spacing=3)
        return Column(look, words, Row(look, change, None), spacing=8)

    def _thanks(self, values: SettingValues) -> Column:
        look = self.look
        box = WritingBox(look, "Your thank-you openings", "Thank you, {name}!", Type.BODY)
        box.text.write("\n".join(values.openings))
        box.text.textChanged.connect(lambda: self.changed.emit("openings", _lines(box.text.toPlainText())))
        look.fit(box, lambda: box.setFixedHeight(look.px(104)))
        about = "One on each line. {name} becomes their first name. The personal sentence is yours to write each time."
        title = Paragraph(look, "Your thank-you openings", Type.MEDIUM)
        return Column(look, title, Paragraph(look, about, Type.SMALL, "soft"), 4, box, spacing=3)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
