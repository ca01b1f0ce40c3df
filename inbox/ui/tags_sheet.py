"""Tags of several people at once: which all of them have, which some, and more to add. One step of undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.core.relation import PersonRow
from inbox.ui.look import paint
from inbox.ui.look.buttons import Button, PaintedButton
from inbox.ui.look.controls import Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.flow import Flow
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

LONGEST_TAG = 40


class TagChoice(PaintedButton):
    """Some have it (where that is so), all are to have it, nobody is: each press goes one on."""

    def __init__(self, look: Look, tag: str, have: int, of: int) -> None:
        super().__init__(look, "", Type.SMALL)
        self.tag, self._have, self._of = tag, have, of
        self.state = Qt.CheckState.Checked if have == of else Qt.CheckState.PartiallyChecked
        self.clicked.connect(self._on_clicked)
        self._say()

    @property
    def is_changed(self) -> bool:
        before = Qt.CheckState.Checked if self._have == self._of else Qt.CheckState.PartiallyChecked
        return self.state is not (before if self._have else Qt.CheckState.Unchecked)

    def put(self, state: Qt.CheckState) -> None:
        self.state = state
        self._say()

    def _on_clicked(self) -> None:
        if self.state is Qt.CheckState.Checked:
            self.put(Qt.CheckState.Unchecked)
        elif self.state is Qt.CheckState.Unchecked and 0 < self._have < self._of:
            self.put(Qt.CheckState.PartiallyChecked)
        else:
            self.put(Qt.CheckState.Checked)

    def _say(self) -> None:
        words = {
            Qt.CheckState.Checked: f"all {self._of}",
            Qt.CheckState.PartiallyChecked: f"{self._have} of {self._of}",
            Qt.CheckState.Unchecked: "nobody",
        }[self.state]
        self.say(f"{self.tag} · {words}")
        self.setAccessibleName(f"Tag {self.tag}: {words}")
        self.update()

    def sizeHint(self) -> QSize:
        wide = max(f"{self.tag} · {words}" for words in (f"all {self._of}", f"{self._of} of {self._of}", "nobody"))
        return QSize(int(QFontMetricsF(self.font()).horizontalAdvance(wide)) + self.look.px(34), self.look.px(28))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        checked = self.state is Qt.CheckState.Checked
        partly = self.state is Qt.CheckState.PartiallyChecked
        fill = tokens.sel if checked else tokens.hover if self.is_hot or partly else tokens.card
        paint.rounded(painter, box, box.height() / 2, fill, tokens.accent if checked else tokens.line)
        painter.setFont(self.font())
        painter.setPen(tokens.accent if checked else tokens.text if partly else tokens.faint)
        draw_line(painter, box.adjusted(look.px(13), 0, -look.px(10), 0), self.text())
        self.paint_ring(painter, box.height() / 2)


class TagsSheet(Sheet):
    changed = Signal(object, object)
    """(tags that all are to have, tags that nobody is), each a tuple."""
    wish = (480, 300)
    top = 150

    def __init__(self, look: Look, people: Sequence[PersonRow]) -> None:
        title = f"Tags of {len(people):,} people"
        super().__init__(look, title)
        self._of = len(people)
        counted = Counter(tag for person in people for tag in person.tags)
        self._choices = [TagChoice(look, tag, have, self._of) for tag, have in counted.most_common()]
        self._field = LineField(look, "Add a tag", "Add a tag to all of them", icon="tag")
        self._field.line.setMaxLength(LONGEST_TAG)
        self._field.line.returnPressed.connect(self._on_entered)
        self._flow = Flow(look)
        self._flow.hold(self._choices)
        names = ", ".join(person.name for person in people[:4])
        more = f" and {len(people) - 4:,} more" if len(people) > 4 else ""
        save = Button(look, "Save", keys="Enter", rank="main")
        save.clicked.connect(self._keep)
        cancel = Button(look, "Cancel", keys="Esc")
        cancel.clicked.connect(self.done)
        held = QWidget()
        held.setLayout(Column(look, self._flow, None, margins=(1, 2, 1, 2)))
        scroll = Scroller(look, "Their tags")
        scroll.hold(held)
        column = Column(
            look,
            PlainLabel(look, title, Type.HEAD),
            Paragraph(look, f"{names}{more}", Type.SMALL, "soft"),
            6.0,
            self._field,
            6.0,
            spacing=3,
            margins=(18, 14, 18, 14),
        )
        column.addWidget(scroll, 1)
        column.hold(6.0, Row(look, None, cancel, save, spacing=6))
        self.setLayout(column)

    def first_focus(self) -> QWidget:
        return self._field.line

    def said(self) -> list[str]:
        return [choice.text() for choice in self._choices]

    def _on_entered(self) -> None:
        """Words become tags for all; Enter in the empty field saves."""
        typed = [" ".join(part.split()).strip("# ") for part in self._field.line.text().split(",")]
        new = [tag for tag in dict.fromkeys(typed) if tag]
        if not new:
            self._keep()
            return
        known = {choice.tag.casefold(): choice for choice in self._choices}
        for tag in new:
            choice = known.get(tag.casefold()) or TagChoice(self.look, tag, 0, self._of)
            choice.put(Qt.CheckState.Checked)
            if tag.casefold() not in known:
                self._choices.insert(0, choice)
        self._field.line.clear()
        self._flow.hold(self._choices)

    def _keep(self) -> None:
        changed = [choice for choice in self._choices if choice.is_changed]
        add = tuple(choice.tag for choice in changed if choice.state is Qt.CheckState.Checked)
        remove = tuple(choice.tag for choice in changed if choice.state is Qt.CheckState.Unchecked)
        self.done.emit()
        if add or remove:
            self.changed.emit(add, remove)
