"""What getting ready to go offline asks before it begins, and what it shows while it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.services.offline import Need, Outcome, number
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Switch
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

TITLE = "Get ready to go offline"
PICTURES = "Load their pictures too"
MARGINS = (20, 18, 20, 16)
MOST_NAMED = 4


class _Short(Sheet):
    """As high as its words are at the width it gets."""

    top = 160

    def wished_height(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().wished_height(width)


class OfflineSheet(_Short):
    """`agreed` carries whether pictures are loaded as well."""

    agreed = Signal(bool)
    wish = (500, 260)

    def __init__(self, look: Look, needs: Sequence[Need], *, offers_pictures: bool) -> None:
        super().__init__(look, TITLE)
        fetched = [need for need in needs if not need.why_not]
        left_out = [f"{need.place.title}: {need.why_not}" for need in needs if need.why_not]
        if len(left_out) > MOST_NAMED:
            left_out[MOST_NAMED:] = [f"{number(len(left_out) - MOST_NAMED, 'place')} more are left out."]
        talks = number(sum(need.conversations for need in fetched), "conversation")
        about = (
            f"{talks} at {number(len(fetched), 'place')} are read whole, so that all of them is on this computer. "
            "People, what passed between you, and search are here already. You can go on working meanwhile."
        )
        self._begin = Button(look, "Get ready", rank="main")
        later = Button(look, "Not now", rank="quiet")
        self._pictures = Switch(look, PICTURES) if offers_pictures else None
        column = Column(look, PlainLabel(look, TITLE, Type.TITLE), spacing=8, margins=MARGINS)
        column.hold(Paragraph(look, about, Type.BODY, "soft"))
        column.hold(*(Paragraph(look, words, Type.SMALL, "warn") for words in left_out))
        if self._pictures is not None:
            seen = "Each is asked for at the server it lies on, which sees that you read it."
            column.hold(4, self._pictures, Paragraph(look, seen, Type.SMALL, "soft"))
        column.hold(4, None, Row(look, later, None, self._begin, spacing=8))
        self.setLayout(column)
        later.clicked.connect(self.done)
        self._begin.clicked.connect(self._agree)

    def first_focus(self) -> QWidget:
        return self._begin

    def _agree(self) -> None:
        pictures = self._pictures is not None and self._pictures.isChecked()
        self.done.emit()
        self.agreed.emit(pictures)


class ProgressSheet(_Short):
    stopped = Signal()
    wish = (460, 190)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Getting ready to go offline")
        self._words = Paragraph(look, "", Type.BODY, "soft")
        stop, self._on = Button(look, "Stop"), Button(look, "Go on", rank="main")
        title = PlainLabel(look, "Getting ready to go offline", Type.TITLE)
        buttons = Row(look, stop, None, self._on, spacing=8)
        self.setLayout(Column(look, title, self._words, 6, None, buttons, spacing=8, margins=MARGINS))
        stop.clicked.connect(self.done)
        stop.clicked.connect(self.stopped)
        self._on.clicked.connect(self.done)

    def show_round(self, outcomes: Sequence[Outcome], left: Sequence[str]) -> None:
        """`left`: titles of the places that are still read."""
        more = f" and {number(len(left) - 2, 'place')} more" if len(left) > 2 else ""
        share = f"{len(outcomes)} of {number(len(outcomes) + len(left), 'place')}"
        words = f"Read so far: {share}. Still reading {', '.join(left[:2])}{more}. You can go on working meanwhile."
        self._words.setText(words)
        self.setAccessibleDescription(words)

    def first_focus(self) -> QWidget:
        return self._on
