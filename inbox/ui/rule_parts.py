"""One line of a rule while it is made: what it looks at or does, chosen from a menu, and the value behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView, QMenu, QSizePolicy, QWidget

from inbox.core.automation import About, Action, Condition, Do
from inbox.core.clock import WallTime
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.model import Kind
from inbox.core.views import SearchValues
from inbox.rules.automation import checked_action, checked_condition, needs_value, phrase
from inbox.rules.when import parse_when
from inbox.ui.look import times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, IconButton, Paragraph, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Part = Condition | Action
CHOOSER = 214
EXAMPLES: dict[About | Do, str] = {
    About.FROM: "a name, a handle or an e-mail address",
    About.NETWORK: "a network",
    About.PLACE: "a place of yours",
    About.WORDS: "words, all of which are there",
    About.LIST: "a list of people, as Regulars",
    Do.SNOOZE: "3d, tomorrow 9:00, monday",
    Do.TAG: "a tag",
    Do.SPLIT: "a name for this part of the list",
}
KINDS = {kind.value: kind.value.capitalize() for kind in Kind if kind is not Kind.POST} | {Kind.EMAIL.value: "E-mail"}
LISTS = "Who is in it when they write. Looking back, whoever is in it now."
OVER = "That time is over. Say 3d, tomorrow 9:00 or monday."


def conditions() -> list[Part]:
    """Every one that can be chosen, without its value."""
    return [Condition(about, no=no) for no in (False, True) for about in About]


def actions() -> list[Part]:
    return [Action(do) for do in Do]


def of(part: Part) -> About | Do:
    return part.about if isinstance(part, Condition) else part.do


def said(part: Part) -> str:
    return phrase(of(part), no=isinstance(part, Condition) and part.no)


def known_values(what: About | Do, values: SearchValues) -> Sequence[str]:
    """What is offered while it is typed."""
    return {
        About.NETWORK: values.networks,
        About.PLACE: values.places,
        About.LIST: values.lists,
        Do.TAG: values.tags,
        Do.SPLIT: values.splits,
    }.get(what, ())


class MenuButton(Button):
    """A choice of several; the menu opens below, with what is chosen under the keys."""

    chosen = Signal(int)

    def __init__(self, look: Look, name: str, choices: Sequence[str], at: int, breaks: Sequence[int] = ()) -> None:
        """`breaks`: a line is drawn before these."""
        super().__init__(look, choices[at], opens=True)
        self._name, self._choices, self.at = name, tuple(choices), at
        self._menu = QMenu(self)
        for number, words in enumerate(choices):
            if number in breaks:
                self._menu.addSeparator()
            self._menu.addAction(words).triggered.connect(lambda _=False, number=number: self._on_chosen(number))
        self.clicked.connect(self._open)
        self._name_it()

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._choices[self.at]}")

    def _open(self) -> None:
        actions = [action for action in self._menu.actions() if not action.isSeparator()]
        self._menu.setActiveAction(actions[self.at])
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_chosen(self, number: int) -> None:
        self.at = number
        self.say(self._choices[number])
        self._name_it()
        self.chosen.emit(number)


class PartRow(QWidget):
    """`changed`: it says something else now. `gone`: it is to be taken away."""

    changed = Signal()
    gone = Signal()

    def __init__(self, look: Look, part: Part, values: SearchValues, now: WallTime) -> None:
        super().__init__()
        self._look, self._values, self._now = look, values, now
        self._is_condition = isinstance(part, Condition)
        self._choices = conditions() if self._is_condition else actions()
        self._touched = bool(part.value)
        at = next(number for number, one in enumerate(self._choices) if said(one) == said(part))
        word = "Condition" if self._is_condition else "Action"
        phrases = [said(one) for one in self._choices]
        self.chooser = MenuButton(look, word, phrases, at, (len(About),) if self._is_condition else ())
        self.chooser.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.fit(self.chooser, lambda: self.chooser.setFixedWidth(look.px(CHOOSER)))
        kinds = list(KINDS)
        at = kinds.index(part.value) if part.value in kinds else 0
        self.kind = MenuButton(look, "Kind", list(KINDS.values()), at)
        self.field = LineField(look, "", tall=32)
        self.field.line.setText(part.value)
        self.away = IconButton(look, "close", "Take it away")
        self._hint = Paragraph(look, "", Type.SMALL, "soft")
        row = Row(look, self.chooser, spacing=8)
        row.addWidget(self.field, 1)
        row.addWidget(self.kind)
        row.addStretch(0)
        row.addWidget(self.away)
        below = Row(look, self._hint, margins=(CHOOSER + 9, 1, 38, 2))
        self.setLayout(Column(look, row, below))
        self._offered = QListView()
        self._offered.setAccessibleName("Suggestions")
        look.fit(self._offered, lambda: self._offered.setFont(look.font(Type.BODY)))
        self._completer = QCompleter(QStringListModel(self), self)
        self._completer.setPopup(self._offered)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.line.setCompleter(self._completer)
        self.chooser.chosen.connect(self._on_chosen)
        self.kind.chosen.connect(lambda _: self.changed.emit())
        self.field.line.textChanged.connect(self._on_typed)
        self.field.line.focused.connect(self._on_focused)
        self.away.clicked.connect(self.gone)
        self._show()

    # what it says

    def part(self) -> Part:
        one = self._choices[self.chooser.at]
        what = of(one)
        value = list(KINDS)[self.kind.at] if what is About.KIND else self.field.line.text()
        value = value if needs_value(what) else ""
        if isinstance(one, Condition):
            return Condition(one.about, value, one.no)
        return Action(one.do, value)

    def wrong(self) -> str:
        """Why it makes no sense yet, as a sentence; "" when it does."""
        part = self.part()
        try:
            if isinstance(part, Condition):
                return self._wrong_list(checked_condition(part))
            checked_action(part, self._now)
        except Refused as error:
            return str(error)
        at = parse_when(part.value, self._now) if part.do is Do.SNOOZE else None
        return OVER if at is not None and at.instant() <= self._now.instant() else ""

    def _wrong_list(self, part: Condition) -> str:
        if part.about is not About.LIST or name_key(part.value) in map(name_key, self._values.lists):
            return ""
        return f"No list of people is called so. Yours are {', '.join(self._values.lists)}."

    def say_wrong(self) -> bool:
        """Show what is wrong, also of a field that nobody has been in; False when nothing is."""
        self._touched = True
        self._say_how_it_stands()
        return bool(self.wrong())

    def first_focus(self) -> QWidget:
        """The value, where it has one."""
        return self.field.line if self.field.isVisibleTo(self) else self.chooser

    def hint(self) -> str:
        return self._hint.text()

    # inside

    def _show(self) -> None:
        what = of(self._choices[self.chooser.at])
        self.field.setVisible(needs_value(what) and what is not About.KIND)
        self.kind.setVisible(what is About.KIND)
        self.field.line.setPlaceholderText(EXAMPLES.get(what, ""))
        self.field.line.setAccessibleName(f"{said(self._choices[self.chooser.at])}: {EXAMPLES.get(what, '')}")
        model = self._completer.model()
        if isinstance(model, QStringListModel):
            model.setStringList(list(known_values(what, self._values)))
        self.away.rename(f"Take away “{said(self._choices[self.chooser.at])}”")
        self._say_how_it_stands()

    def _on_chosen(self) -> None:
        self._touched = bool(self.field.line.text())
        self._show()
        self.changed.emit()
        self.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_typed(self) -> None:
        self._touched = self._touched or bool(self.field.line.text())
        self._say_how_it_stands()
        self.changed.emit()

    def _on_focused(self, on: bool) -> None:
        """Whoever leaves an empty field has seen it; while the completer lies over it nobody has."""
        if not on and not self._offered.isVisible() and self.isVisible():
            self._touched = True
            self._say_how_it_stands()

    def _say_how_it_stands(self) -> None:
        wrong = self.wrong() if self._touched else ""
        self.field.be_wrong(bool(wrong))
        self._hint.set_ink("bad" if wrong else "soft")
        words = wrong or self._told()
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self.field.line.setAccessibleDescription(words)

    def _told(self) -> str:
        """What the value means, or that nothing here is called so (yet)."""
        part = self.part()
        what, value = of(part), part.value.strip().casefold()
        if what is Do.SNOOZE and value:
            at = parse_when(value, self._now)
            return f"If it came now: {times.full(at.instant())}" if at is not None else ""
        if what is About.LIST:
            return LISTS if value else ""
        known = known_values(what, self._values)
        if what is About.NETWORK and value and known and value not in map(str.casefold, known):
            return f"No place of yours is there. Yours are on {', '.join(known)}."
        if what is About.PLACE and value and known and not any(value in one.casefold() for one in known):
            return f"No place of yours is called so. Yours: {', '.join(known[:5])}."
        return ""
