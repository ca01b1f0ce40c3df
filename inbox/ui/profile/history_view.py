"""The whole history of one person, narrowed by network, kind and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from inbox.core.person import HistoryEntry, PersonView
from inbox.core.profile import LineKey, Part, Sought
from inbox.ui.look import layouts
from inbox.ui.look.controls import Button, Pane, Paragraph, PlainLabel
from inbox.ui.look.fields import LineField
from inbox.ui.look.flow import Flow
from inbox.ui.look.listing import OneColumn
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around
from inbox.ui.profile.chip import FilterChip
from inbox.ui.profile.history_list import HEIGHT, HistoryDelegate, HistoryModel, spoken

PAUSE_MS = 120
NAMES: dict[Part, str] = {
    Part.THEIRS: "They wrote",
    Part.MINE: "You wrote",
    Part.REACTIONS: "Likes and shares",
    Part.ELSEWHERE: "Elsewhere",
    Part.NOTES: "Notes",
    Part.MILESTONES: "Milestones",
}


class HistoryView(Pane):
    """Whoever fills it hears `sought` and answers with `show_keys`."""

    sought = Signal(object)
    """A `Sought`: what is to be looked up."""
    opened = Signal(object)
    """A `HistoryEntry`."""
    profile_wanted = Signal()
    """Back to the cards, where only one of both finds room."""

    def __init__(self, around: Around, read: Callable[[Sequence[LineKey]], list[HistoryEntry]]) -> None:
        look = around.look
        super().__init__(look, "win", "left")
        self._look, self._faces, self._now = look, around.faces, around.now
        self.model = HistoryModel(read, lambda line: spoken(line, around.faces, around.now()))
        self.rows = OneColumn(look, "History", self.model, HistoryDelegate(look, around.faces, around.now), HEIGHT)
        self.field = LineField(look, "Search the history", "Words in it", icon="search", tall=32)
        self._title = PlainLabel(look, "History", Type.HEAD)
        self._count = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        self._chips = Flow(look)
        self._nothing = Paragraph(look, "", Type.BODY, "soft")
        self._parts: set[Part] = set()
        self._looks: set[str] = set()
        self._known_looks: tuple[str, ...] = ()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.field.line.textChanged.connect(lambda _: self._pause.start())
        self.field.line.installEventFilter(self)
        self.rows.clicked.connect(self._on_clicked)
        self._back = Button(look, "Profile", rank="quiet")
        self._back.clicked.connect(self.profile_wanted)
        self._back.hide()
        head = layouts.Row(look, self._back, self._title, self._count, None, self.field, spacing=10)
        head.setStretch(4, 2)
        top = layouts.Column(look, head, self._chips, spacing=9, margins=(18, 14, 18, 10))
        column = layouts.Column(look, top)
        column.addWidget(self.rows, 1)
        nothing = layouts.Row(look, self._nothing, margins=(20, 14, 20, 14))
        column.hold(nothing)
        column.addStretch(0)
        self.setLayout(column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the field into the list."""
        goes_on = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in goes_on:
            self.take_focus()
            return True
        return super().eventFilter(watched, event)

    def be_alone(self, alone: bool) -> None:
        """There is no room for the cards beside it."""
        self._back.setVisible(alone)

    def be_of(self, person: PersonView, *, fresh: bool) -> None:
        """`fresh`: somebody else than before, whose history is not narrowed yet."""
        looks = tuple(dict.fromkeys(identity.look for identity in person.identities))
        if fresh:
            self._parts.clear()
            self._looks.clear()
            self.field.line.blockSignals(True)
            self.field.line.clear()
            self.field.line.blockSignals(False)
            self._pause.stop()
        if fresh or looks != self._known_looks:
            self._known_looks = looks
            self._show_chips()

    def now_sought(self) -> Sought:
        return Sought(frozenset(self._parts), frozenset(self._looks), self.field.line.text().strip())

    def show_keys(self, keys: list[LineKey], *, more: bool = False) -> None:
        """`more`: these are the newest only, the others are being looked up."""
        current = self.rows.currentIndex().row()
        stood = self.model.keys[current] if 0 <= current < len(self.model.keys) else None
        if keys != self.model.keys:
            self.model.show(keys)
            if stood in keys and not self.rows.currentIndex().isValid():
                self.rows.setCurrentIndex(self.model.index(keys.index(stood), 0))
        self._count.setText("" if more else f"{len(keys):,} line{'' if len(keys) == 1 else 's'}")
        self.rows.setVisible(bool(keys))
        self._nothing.setText("" if keys or more else self._why_nothing())
        self._nothing.setVisible(bool(self._nothing.text()))

    def _why_nothing(self) -> str:
        if self.now_sought() != Sought():
            return "Nothing in your history is like that. Take a filter away, or look for fewer words."
        return "Nothing has passed between you yet. What will be, stands here."

    def take_focus(self) -> None:
        self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.rows.currentIndex().isValid():
            self.rows.go(0)

    def open_current(self) -> None:
        index = self.rows.currentIndex()
        if index.isValid():
            self._on_clicked(index)

    def _show_chips(self) -> None:
        chips: list[FilterChip] = []
        for part in Part:
            chip = FilterChip(self._look, NAMES[part])
            chip.toggled.connect(partial(self._on_part, part))
            chips.append(chip)
        for look in self._known_looks if len(self._known_looks) > 1 else ():
            chip = FilterChip(self._look, self._faces.dress(look).title)
            chip.toggled.connect(partial(self._on_look, look))
            chips.append(chip)
        self._chips.hold(chips)

    def _on_part(self, part: Part, on: bool) -> None:
        self._parts = self._parts | {part} if on else self._parts - {part}
        self._ask()

    def _on_look(self, look: str, on: bool) -> None:
        self._looks = self._looks | {look} if on else self._looks - {look}
        self._ask()

    def _ask(self) -> None:
        self.sought.emit(self.now_sought())

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.model.line_at(index.row())
        if line is not None:
            self.opened.emit(line)
