"""A rule while it is made: when, then, as a sentence, and what it would have caught before it is switched on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.core.automation import About, Action, Condition, Do, Rule, RulePreview
from inbox.core.clock import on_the_wall
from inbox.core.model import Row as ListRow
from inbox.core.views import SearchValues
from inbox.rules.automation import LONGEST_NAME, describe
from inbox.rules.rule_drafts import name_of
from inbox.services.ruling import Progress
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Hairline, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.rule_parts import Part, PartRow
from inbox.ui.rule_preview import Preview

PAUSE_MS = 250
"""Between two letters of somebody who types on."""


class RuleSheet(Sheet):
    preview_wanted = Signal(object)
    """The `Rule` as it stands: what it would have caught is looked up, and comes by `show_preview`."""
    kept = Signal(object)
    """The `Rule` that is to be kept, `on` as it shall be."""
    apply_wanted = Signal(object, object)
    """The `Rule`, to be kept as it is; and the conversations it is to be applied to."""
    open_wanted = Signal(object)
    all_wanted = Signal(object)
    dropped = Signal()
    """What it would have caught is not wanted any more: it is another rule by now."""
    stop_wanted = Signal()
    """Of what is being done to the conversations it caught."""
    left = Signal()
    """Back to the rules; what was begun is kept."""
    started_over = Signal()
    wish = (760, 660)
    top = 40

    def __init__(
        self, look: Look, rule: Rule, values: SearchValues, now: datetime, *, said: str = "", is_begun: bool = False
    ) -> None:
        """`is_begun`: it is what somebody left unfinished, and can be begun anew."""
        super().__init__(look, "Change the rule" if rule.id else "New rule")
        self._rule, self._values, self._wall = rule, values, on_the_wall(now)
        self._name = LineField(look, "Name of the rule", tall=32)
        self._name.line.setMaxLength(LONGEST_NAME)
        self._name.line.setText(rule.name)
        self._rows: dict[bool, list[PartRow]] = {True: [], False: []}
        self._columns = {True: Column(look, spacing=6), False: Column(look, spacing=6)}
        self._more = {
            True: Button(look, "And another condition", icon="plus", rank="quiet"),
            False: Button(look, "And another action", icon="plus", rank="quiet"),
        }
        self._sentence = Paragraph(look, "", Type.BODY, "soft")
        self.preview = Preview(look, now)
        self._said = Paragraph(look, "", Type.SMALL, "soft")
        self._apply = Button(look, "Do it to these now", rank="quiet")
        self._over = Button(look, "Start over", rank="quiet")
        self._back = Button(look, "Back", keys="Esc")
        self._save = Button(look, "Save")
        self._main = Button(look, "Save" if rule.on else "Save and switch on", keys="Ctrl Enter", rank="main")
        self._waits = False  # somebody wanted to switch it on before it was looked up
        self._is_doing = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self._build()
        self._over.setVisible(is_begun)
        self._save.setVisible(not rule.on)
        parts: list[Part] = [*(rule.when or (Condition(About.FROM),)), *(rule.then or (Action(Do.DONE),))]
        for part in parts:
            self._add(part)
        self._connect()
        self._on_changed()
        self._say(said)

    def _build(self) -> None:
        look = self.look
        page = QWidget()
        column = Column(look, spacing=6, margins=(20, 14, 20, 16))
        for is_when, heading in ((True, "When all of this is so"), (False, "Then")):
            more = Row(look, self._more[is_when], None)
            column.hold(Paragraph(look, heading, Type.SMALL_STRONG, "faint"), self._columns[is_when], more, 4)
        named = Row(look, PlainLabel(look, "Name", Type.MEDIUM, firm=True), spacing=10)
        named.addWidget(self._name, 1)
        column.hold(named, 4, self._sentence, 4, Hairline(look), 4, self.preview)
        column.addStretch(1)
        page.setLayout(column)
        self._scroll = Scroller(look, "The rule")
        self._scroll.hold(page)
        title = PlainLabel(look, self.accessibleName(), Type.HEAD, firm=True)
        outer = Column(look, margins=(1, 0, 1, 4))
        outer.hold(Row(look, title, None, self._over, margins=(20, 12, 16, 10)), Hairline(look))
        outer.addWidget(self._scroll, 1)
        buttons = (self._apply, None, self._back, self._save, self._main)
        outer.hold(
            Hairline(look),
            Row(look, self._said, margins=(20, 6, 16, 0)),
            Row(look, *buttons, spacing=6, margins=(12, 5, 14, 6)),
        )
        self.setLayout(outer)

    def _connect(self) -> None:
        self._name.line.textChanged.connect(lambda _: self._say(""))
        self._more[True].clicked.connect(lambda: self._add_and_go(Condition(About.WORDS)))
        self._more[False].clicked.connect(lambda: self._add_and_go(Action(Do.TAG)))
        self._back.clicked.connect(self._leave)
        self._over.clicked.connect(self.started_over)
        self._save.clicked.connect(lambda: self._keep(on=self._rule.on))
        self._main.clicked.connect(lambda: self._keep(on=True))
        self._apply.clicked.connect(self._on_apply)
        self.preview.open_wanted.connect(self.open_wanted)
        self.preview.all_wanted.connect(self.all_wanted)

    def first_focus(self) -> QWidget:
        """The first thing that is still to be said."""
        rows = [*self._rows[True], *self._rows[False]]
        return next((row for row in rows if row.wrong()), rows[0]).first_focus()

    # what it says

    def rule(self) -> Rule:
        """As it stands; named by what it says where nobody named it."""
        when = tuple(part for row in self._rows[True] if isinstance(part := row.part(), Condition))
        then = tuple(part for row in self._rows[False] if isinstance(part := row.part(), Action))
        name = self._name.line.text().strip() or name_of(when)
        return replace(self._rule, name=name, when=when, then=then)

    def is_changed(self) -> bool:
        now, before = self.rule(), self._rule
        return (now.when, now.then) != (before.when, before.then) or self._name.line.text().strip() != before.name

    def draft(self) -> Rule:
        """What was begun, with the name as it was typed."""
        return replace(self.rule(), name=self._name.line.text().strip())

    def show_preview(self, asked: Rule, found: RulePreview, rows: Sequence[ListRow]) -> None:
        """Dropped where something else is asked by now."""
        if asked == self.rule():
            self.preview.show_found(found, rows)
            if self._waits:
                self._waits = False
                self.say("Now it can be switched on.", "soft")
            self._show_choices()

    def show_progress(self, asked: Rule, progress: Progress, rows: Sequence[ListRow]) -> None:
        if asked == self.rule():
            self.preview.show_progress(progress, rows)

    def be_doing(self, progress: Progress) -> None:
        """It is kept, and applied to what it caught: nothing else can be done here but stop."""
        self._is_doing = True
        self._scroll.setEnabled(False)
        for button in (self._over, self._apply, self._save, self._main):
            button.hide()
        self._back.say("Stop")
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say(f"It is applied: {progress.done:,} of {progress.whole:,}.", "soft")

    def say(self, sentence: str, ink: str = "bad") -> None:
        self._said.set_ink(ink)
        self._say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.ControlModifier:
            self._keep(on=True)
        else:
            super().keyPressEvent(event)

    # inside

    def _leave(self) -> None:
        if self._is_doing:
            self.stop_wanted.emit()
        else:
            self.left.emit()

    def _add(self, part: Part) -> PartRow:
        is_when = isinstance(part, Condition)
        row = PartRow(self.look, part, self._values, self._wall)
        rows = self._rows[is_when]
        self._columns[is_when].addWidget(row)
        before = rows[-1] if rows else None
        rows.append(row)
        self._order(row, before, is_when=is_when)
        row.changed.connect(self._on_changed)
        row.gone.connect(lambda: self._take_away(row))
        return row

    def _order(self, row: PartRow, before: PartRow | None, *, is_when: bool) -> None:
        """Tab goes down the lines, then to the button that adds one."""
        stops = [row.chooser, row.field.line, row.kind, row.away]
        last: QWidget = before.away if before is not None else self if is_when else self._more[True]
        for stop in (*stops, self._more[is_when]):
            QWidget.setTabOrder(last, stop)
            last = stop
        if not is_when:
            QWidget.setTabOrder(self._more[False], self._name.line)

    def _add_and_go(self, part: Part) -> None:
        row = self._add(part)
        row.show()
        self._on_changed()
        row.chooser.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_away(self, row: PartRow) -> None:
        is_when = row in self._rows[True]
        rows = self._rows[is_when]
        place = rows.index(row)
        rows.remove(row)
        self._columns[is_when].removeWidget(row)
        row.hide()
        row.deleteLater()
        self._on_changed()
        near: QWidget = rows[min(place, len(rows) - 1)].chooser if rows else self._more[is_when]
        near.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_changed(self) -> None:
        rule = self.rule()
        self._sentence.setText(describe(rule))
        self._name.line.setPlaceholderText(name_of(rule.when) or "What you call it")
        self._say("")
        self.dropped.emit()
        if rule.when and not any(row.wrong() for row in self._rows[True]):
            self.preview.be_looking()
            self._pause.start()
        else:
            self._pause.stop()
            self.preview.show_nothing()
        self._show_choices()

    def _ask(self) -> None:
        self.preview_wanted.emit(self.rule())

    def _show_choices(self) -> None:
        found = self.preview.found
        number = len(found.conversations) if found is not None else 0
        self._apply.setVisible(number > 0)
        self._apply.say(f"Do it to {'this one' if number == 1 else f'these {number:,}'} now")

    def _is_whole(self) -> bool:
        """Else what is missing is said where it is missing, and the keys go there."""
        rows = [*self._rows[True], *self._rows[False]]
        wrong = [row for row in rows if row.say_wrong()]
        if wrong:
            wrong[0].first_focus().setFocus(Qt.FocusReason.TabFocusReason)
            return False
        missing = {True: "Say when: add a condition.", False: "Say what is to be done: add an action."}
        for is_when, sentence in missing.items():
            if not self._rows[is_when]:
                self.say(sentence)
                self._more[is_when].setFocus(Qt.FocusReason.TabFocusReason)
                return False
        return True

    def _keep(self, *, on: bool) -> None:
        """On only once it was shown what it would have caught."""
        if self._is_doing or not self._is_whole():
            return
        if on and not self._rule.on and self.preview.found is None:
            self._waits = True
            self.say("It is looked up first what it would have caught.", "soft")
            return
        self.kept.emit(replace(self.rule(), on=on))

    def _on_apply(self) -> None:
        if self._is_whole() and self.preview.found is not None:
            self.apply_wanted.emit(self.rule(), self.preview.found.conversations)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
