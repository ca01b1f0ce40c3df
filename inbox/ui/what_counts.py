"""The page "What counts": every number from which Parlour concludes something, with its sentence.

A change is an act; everybody follows in the background, in small batches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.rules.thresholds import Threshold, read_thresholds
from inbox.runtime import paths
from inbox.ui.look.controls import Button, Column, Hairline, IconButton, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Stepper
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

SECTIONS = {
    "worth": (
        "Most worth answering first",
        "Points are added up; the conversation with the most stands on top. Audience size counts for nothing.",
    ),
    "stages": (
        "How people come closer",
        "An exchange is a turn given and taken. Friend is only proposed, and customer is set by hand.",
    ),
    "segments": ("Who is in which segment", ""),
    "steps": ("The next step", "One at most, the first that fits. Start shallow, go deeper over time."),
}


class CountLine(QWidget):
    """A sentence, its number, and the way back."""

    changed = Signal(str, object)
    """(key, the number or None for what the file says)"""

    def __init__(self, look: Look, threshold: Threshold, own: int | None) -> None:
        super().__init__()
        self.threshold = threshold
        value = threshold.default if own is None else own
        step = 5 if threshold.unit == "points" else 1
        ends = (threshold.least, threshold.most)
        self.stepper = Stepper(look, threshold.says, ends, step, value, f"{{}} {threshold.unit}")
        self.back = IconButton(look, "undo", f"{threshold.says}: {threshold.default} {threshold.unit} again")
        self.stepper.stepped.connect(self._on_stepped)
        self.back.clicked.connect(self.put_back)
        words = Paragraph(look, threshold.says, Type.BODY)
        row = Row(look, spacing=8)
        row.addLayout(Column(look, None, words, None), 1)
        row.addWidget(self.stepper)
        row.addWidget(self.back)
        self.setLayout(row)
        self._show(value)

    def put_back(self) -> None:
        if self.stepper.value != self.threshold.default:
            self.stepper.show_value(self.threshold.default)
            self._on_stepped(self.threshold.default)

    def show_default(self) -> None:
        """Without a signal."""
        self.stepper.show_value(self.threshold.default)
        self._show(self.threshold.default)

    def _on_stepped(self, value: int) -> None:
        self._show(value)
        self.changed.emit(self.threshold.key, None if value == self.threshold.default else value)

    def _show(self, value: int) -> None:
        self.back.setEnabled(value != self.threshold.default)


class WhatCountsSheet(Sheet):
    changed = Signal(object)
    """A mapping of keys to numbers; None: as the file has it."""
    wish = (680, 640)
    top = 60

    def __init__(self, look: Look, thresholds: tuple[Threshold, ...], own: Mapping[str, str]) -> None:
        super().__init__(look, "What counts")
        self.lines = [CountLine(look, one, _number(own.get(one.key))) for one in thresholds]
        page = QWidget()
        column = Column(look, spacing=8, margins=(22, 16, 22, 18))
        for section, (title, about) in SECTIONS.items():
            column.hold(PlainLabel(look, title, Type.STRONG, firm=True))
            if about:
                column.hold(Paragraph(look, about, Type.SMALL, "soft"))
            for line in self.lines:
                if line.threshold.section == section:
                    line.changed.connect(self._on_changed)
                    column.addWidget(line)
            column.hold(Hairline(look))
        column.addStretch(1)
        page.setLayout(column)
        self._scroll = Scroller(look, "What counts")
        self._scroll.hold(page)
        reset = Button(look, "All as it was made")
        reset.clicked.connect(self._on_reset)
        close = Button(look, "Done", keys="Esc")
        close.clicked.connect(self.done)
        heading = PlainLabel(look, "What counts", Type.HEAD, firm=True)
        outer = Column(look, margins=(1, 0, 1, 6))
        outer.hold(Row(look, heading, None, margins=(22, 12, 22, 12)), Hairline(look))
        outer.addWidget(self._scroll, 1)
        legend = KeyLegend(look, (("Tab", "next"),))
        outer.hold(Hairline(look), Row(look, legend, reset, close, spacing=8, margins=(22, 8, 16, 2)))
        self.setLayout(outer)

    def first_focus(self) -> QWidget:
        return self.lines[0].stepper.focus_widget()

    def _on_changed(self, key: str, value: int | None) -> None:
        self.changed.emit({key: value})

    def _on_reset(self) -> None:
        for line in self.lines:
            line.show_default()
        self.changed.emit({line.threshold.key: None for line in self.lines})


def open_what_counts(desk: Desk) -> None:
    thresholds = read_thresholds((paths.resources() / "thresholds.toml").read_text("utf-8"))
    sheet = WhatCountsSheet(desk.window.look, thresholds, desk.read(lambda reading: reading.counted_by()))

    def changed(values: object) -> None:
        if isinstance(values, dict):
            desk.act(lambda write: write.set_counts(values))

    sheet.changed.connect(changed)
    desk.window.overlay.open(sheet)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else None
