"""Who introduced whom, and what somebody bought."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.profile import Introduction, Sale
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import IconButton, Paragraph, PlainLabel
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, FactLines, PersonCard

SALES_SHOWN = 6


class IntroductionRow(QWidget):
    """Who brought whom to me, and whether they were thanked for it."""

    thanked = Signal(object, bool)
    """(introduction id, thanked)"""
    removed = Signal(object)
    opened = Signal(object)
    """An identity id."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: Introduction | None = None
        self._words = Paragraph(look)
        self._when = PlainLabel(look, "", Type.TINY, "faint")
        self._thank = Button(look, "", rank="quiet")
        self._open = IconButton(look, "person", "Open")
        self._remove = IconButton(look, "close", "Remove")
        for button in (self._open, self._remove):
            _be_small(button, look)
        below = layouts.Row(look, self._when, None, self._thank, self._open, self._remove, spacing=2)
        self.setLayout(layouts.Column(look, self._words, below))
        self._thank.clicked.connect(self._on_thank)
        self._remove.clicked.connect(self._on_remove)
        self._open.clicked.connect(self._on_open)

    def show_introduction(self, one: Introduction, person: str, now: datetime) -> None:
        self._shown = one
        other = isolate(one.name)
        said = f"Introduced {other} to you" if one.by_them else f"Introduced to you by {other}"
        self._words.setText(f"{said}: {one.words}" if one.words else said)
        thanked = one.thanked_at
        self._when.setText(
            f"{times.date(one.at, now)} · {f'thanked {times.date(thanked, now)}' if thanked else 'not thanked yet'}"
        )
        self._thank.say("Not yet" if thanked else "Thanked")
        helper = person if one.by_them else one.name
        self._thank.setAccessibleName(
            f"{helper} was not thanked for it yet" if thanked else f"{helper} was thanked for introducing you"
        )
        self._open.rename(f"Open {one.name}")
        self._remove.rename(f"Remove this introduction by {helper}")

    def _on_remove(self) -> None:
        if self._shown is not None:
            self.removed.emit(self._shown.id)

    def _on_open(self) -> None:
        if self._shown is not None:
            self.opened.emit(self._shown.other)

    def _on_thank(self) -> None:
        if self._shown is not None:
            self.thanked.emit(self._shown.id, self._shown.thanked_at is None)


def _be_small(button: IconButton, look: Look) -> None:
    look.fit(button, lambda: button.setFixedSize(look.px(24), look.px(22)))


class IntroductionsCard(PersonCard):
    title = "Introductions"

    def __init__(self, around: Around) -> None:
        add = Button(around.look, "Introduced by", icon="plus", rank="quiet")
        super().__init__(around, add, spacing=7)
        add.clicked.connect(lambda: self.commanded.emit("people.introduced"))
        self.rows: list[IntroductionRow] = []

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        made = self.profile.introductions
        while len(self.rows) < len(made):
            row = IntroductionRow(self.look)
            row.thanked.connect(self._on_thanked)
            row.removed.connect(self._on_removed)
            row.opened.connect(self.person_opened)
            self.rows.append(row)
            self.column.addWidget(row)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(made))
            if at < len(made):
                row.show_introduction(made[at], person.name, self.now())

    def _on_thanked(self, introduction: int, thanked: bool) -> None:
        self.acted.emit(lambda write: write.thank_introducer(introduction, thanked))

    def _on_removed(self, introduction: int) -> None:
        self.acted.emit(lambda write: write.remove_introduction(introduction))


class SalesCard(PersonCard):
    """What a customer bought; there only when there is something."""

    title = "Bought"
    part = 1

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._lines = FactLines(self.look)
        self._all = PlainLabel(self.look, "", Type.SMALL, "soft", right=True)
        self.column.hold(self._lines, self._all)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        sales = self.profile.sales
        self.setVisible(bool(sales))
        shown = [(self._of(sale), amount(sale) or "noted", None) for sale in sales[:SALES_SHOWN]]
        self._lines.show_facts(shown)
        self._all.setText(in_all(sales))
        self._all.setVisible(len(sales) > 1)

    def _of(self, sale: Sale) -> str:
        day = times.date(sale.at, self.now())
        return f"{day} · {sale.note}" if sale.note else day


def amount(sale: Sale) -> str:
    return f"{sale.amount} {sale.currency}".strip()


def in_all(sales: tuple[Sale, ...]) -> str:
    """ "7 times, 320.00 EUR and 40 GBP": each currency by itself."""
    sums: dict[str, Decimal] = {}
    for sale in sales:
        try:
            sums[sale.currency] = sums.get(sale.currency, Decimal(0)) + Decimal(sale.amount)
        except InvalidOperation:
            continue  # no amount was noted
    amounts = " and ".join(f"{value} {currency}".strip() for currency, value in sums.items())
    return f"{len(sales)} times{f', {amounts}' if amounts else ''}"
