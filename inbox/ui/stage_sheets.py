"""Setting somebody's stage by hand, and what a customer bought."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.clock import on_the_wall
from inbox.core.model import By, Stage
from inbox.core.relation import NewSale, Relation
from inbox.rules.money import amount_of, currency_of
from inbox.rules.past import parse_past
from inbox.ui.look.controls import Button, Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.palette import PaletteEntry, PaletteSheet

MEANS = {
    Stage.STRANGER: "They wrote, and nobody has answered yet",
    Stage.ACQUAINTANCE: "You have answered each other",
    Stage.REGULAR: "You meet again and again",
    Stage.FRIEND: "You talk in private",
    Stage.CUSTOMER: "They bought something; you may say what",
}


class StageSheet(PaletteSheet):
    prompt, says_title = "Type a stage", True
    nothing = "There is no stage of that name."
    legend = (("↑↓", "choose"), ("Enter", "set"), ("Esc", "close"))
    taken = Signal(object)
    """A `Stage`; None: what follows from what passed between you."""

    def __init__(self, look: Look, name: str, relation: Relation) -> None:
        self.title = f"The stage of {isolate(name)}"
        by_hand = any(step.by is By.ME for step in relation.ladder)
        entries = [
            PaletteEntry("Set it to", stage, stage.value.capitalize(), _about(stage, relation), icon="person")
            for stage in Stage
        ]
        if by_hand:
            entries.append(PaletteEntry("Or", "", "What follows from what passed between you", icon="clock"))

        def find(typed: str) -> list[PaletteEntry]:
            return [entry for entry in entries if typed.casefold() in entry.title.casefold()]

        super().__init__(look, find)
        self._go(self._model.row_of(relation.stage))  # Enter at once leaves them where they are
        self.chosen.connect(self._on_chosen)

    def _on_chosen(self, entry: object) -> None:
        if isinstance(entry, PaletteEntry):
            self.taken.emit(entry.id if isinstance(entry.id, Stage) else None)


def _about(stage: Stage, relation: Relation) -> str:
    return f"{MEANS[stage]}{' · now' if stage is relation.stage else ''}"


class SaleSheet(Sheet):
    """Somebody becomes a customer. Everything may be left empty."""

    kept = Signal(object)
    """A `NewSale`."""
    wish = (480, 300)

    def __init__(self, look: Look, name: str, now: datetime) -> None:
        super().__init__(look, f"{name} is a customer")
        self._wall = on_the_wall(now, "")
        self._amount = LineField(look, "Amount", "amount, such as 120.50")
        self._currency = LineField(look, "Currency", "EUR")
        self._currency.line.setMaxLength(3)
        self._when = LineField(look, "When", "when: today, yesterday, 12 Nov", icon="calendar")
        self._note = LineField(look, "What it was", "what they bought")
        self._note.line.setMaxLength(500)
        self._hint = PlainLabel(look, "", Type.SMALL, "bad")
        look.fit(self._currency, lambda: self._currency.setFixedWidth(look.px(84)))
        keep, drop = Button(look, "Keep", keys="Enter", rank="main"), Button(look, "Cancel")
        keep.clicked.connect(self._on_kept)
        drop.clicked.connect(self.done)
        paid = Row(look, self._amount, self._currency, spacing=8)
        paid.setStretch(0, 1)
        title = PlainLabel(look, f"{isolate(name)} is a customer", Type.TITLE)
        about = Paragraph(look, "You may note what they bought, or leave all of it empty.", Type.SMALL, "soft")
        column = Column(look, title, about, paid, self._when, self._note, self._hint, spacing=9)
        column.setContentsMargins(*(look.px(side) for side in (18, 16, 18, 16)))
        column.addStretch(1)
        column.hold(Row(look, None, drop, keep, spacing=8))
        self.setLayout(column)
        for field in (self._amount, self._currency, self._when, self._note):
            field.line.returnPressed.connect(self._on_kept)
            field.line.textEdited.connect(lambda _, field=field: field.be_wrong(False))

    def first_focus(self) -> QWidget:
        return self._amount.line

    def _on_kept(self) -> None:
        amount, currency = self._amount.line.text().strip(), self._currency.line.text().strip()
        said = self._when.line.text().strip()
        wall = parse_past(said, self._wall) if said else None
        if amount and amount_of(amount) is None:
            self._be_wrong(self._amount, "That is no amount. Type a number, such as 120.50.")
        elif currency and currency_of(currency) is None:
            self._be_wrong(self._currency, "That is no currency. Type three letters, such as EUR.")
        elif said and wall is None:
            self._be_wrong(self._when, "That is no day that has been. Try “yesterday” or “12 Nov”.")
        else:
            at = None if wall is None else wall.instant()
            self.kept.emit(NewSale(amount, currency, at, self._note.line.text().strip()))
            self.done.emit()

    def _be_wrong(self, field: LineField, why: str) -> None:
        field.be_wrong(True)
        self._hint.setText(why)
        field.line.setFocus()
