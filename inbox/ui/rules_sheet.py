"""The page of rules, in the order they run: switch, change, move, remove. A change counts at once and can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.core.automation import Condition, Rule
from inbox.ui.look.controls import Button, Column, Hairline, IconButton, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.rule_list import RULE, RuleDelegate, RulesModel, make_list, spoken
from inbox.ui.rule_preview import LOOKING

PAUSE_MS = 80
"""Between two rules of somebody who walks on."""
HOW = "Rules run from the top over what comes in. What one does stands in the undo history under its name."
NONE = "There is no rule yet."
WHY = (
    "A rule does by itself what you would do each time: when it is only a link, then mark it done. Before you switch "
    "one on, it shows what it would have caught in the last 90 days."
)


class RulesSheet(Sheet):
    new_wanted = Signal()
    edit_wanted = Signal(object)
    switch_wanted = Signal(object)
    remove_wanted = Signal(object)
    """The `Rule`."""
    move_wanted = Signal(object, int)
    """The `Rule`, and by how many places."""
    undo_wanted = Signal()
    preview_wanted = Signal(object)
    """The `Rule`, which is off: what it would have caught is looked up, and comes by `show_preview`."""
    wish = (760, 600)
    top = 60

    def __init__(self, look: Look, rules: Sequence[Rule], *, select: int = 0, said: str = HOW) -> None:
        """`select`: the rule that is chosen at first."""
        super().__init__(look, "Rules")
        self._model = RulesModel()
        self._list = make_list(look, self._model)
        self._delegate = RuleDelegate(look, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.installEventFilter(self)
        self._none = QWidget()
        none = (Paragraph(look, NONE, Type.MEDIUM, centre=True), Paragraph(look, WHY, Type.BODY, "soft", centre=True))
        self._none.setLayout(Column(look, None, *none, None, spacing=6, margins=(30, 4, 30, 8)))
        self._caught: dict[tuple[Condition, ...], str] = {}
        """What rules would have caught, by their conditions, as far as it is known."""
        self._waits = False  # somebody wanted to switch on what was not looked up yet
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self._preview = Paragraph(look, "", Type.SMALL, "text")
        self._said = Paragraph(look, said, Type.SMALL, "soft")
        self._switch = Button(look, "Switch on", keys="Space", rank="quiet")
        self._edit = Button(look, "Change", keys="Enter", rank="quiet")
        self._remove = Button(look, "Remove", keys="Delete", rank="quiet")
        self._up = IconButton(look, "up", "Move up", "Ctrl Up")
        self._down = IconButton(look, "down", "Move down", "Ctrl Down")
        self._new = Button(look, "New rule", keys="Ctrl N", rank="main")
        self._build()
        self._connect()
        self.show_rules(rules, select)

    def _build(self) -> None:
        look = self.look
        title = PlainLabel(look, "Rules", Type.HEAD, firm=True)
        column = Column(look, margins=(1, 0, 1, 4))
        column.hold(Row(look, title, None, margins=(20, 14, 16, 12)), Hairline(look))
        column.addWidget(self._list, 1)
        column.addWidget(self._none, 1)
        close = Button(look, "Done", keys="Esc")
        close.clicked.connect(self.done)
        buttons = (self._switch, self._edit, self._remove, self._up, self._down, None, close, 4.0, self._new)
        column.hold(
            Hairline(look),
            Row(look, Column(look, self._preview, self._said, spacing=2), margins=(20, 8, 16, 4)),
            Row(look, *buttons, spacing=4, margins=(12, 0, 14, 8)),
        )
        self.setLayout(column)

    def _connect(self) -> None:
        self._delegate.switched.connect(self._switch_it)
        self._list.doubleClicked.connect(lambda index: self.edit_wanted.emit(index.data(RULE)))
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._new.clicked.connect(self.new_wanted)
        for button, key in (
            (self._switch, Qt.Key.Key_Space),
            (self._edit, Qt.Key.Key_Return),
            (self._remove, Qt.Key.Key_Delete),
        ):
            button.clicked.connect(lambda _=False, key=key: self._do(key))
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))

    def first_focus(self) -> QWidget:
        return self._list if self._model.rules else self._new

    def show_rules(self, rules: Sequence[Rule], select: int = 0) -> None:
        """The choice stays on its rule, else on its place."""
        now, before = self.rule(), self._list.currentIndex().row()
        had_focus = self._list.hasFocus()
        self._model.show(rules)
        self._list.setVisible(bool(rules))
        self._said.setVisible(bool(rules) or self._said.text() != HOW)
        self._none.setVisible(not rules)
        row = self._model.row_of(select or (now.id if now is not None else 0))
        last = len(self._model.rules) - 1
        self._list.setCurrentIndex(self._model.index(row if row >= 0 else min(max(before, 0), last)))
        self._on_current(self._list.currentIndex())
        if had_focus and not rules:
            self._new.setFocus(Qt.FocusReason.OtherFocusReason)

    def rule(self) -> Rule | None:
        """The one that is chosen."""
        row = self._list.currentIndex().row()
        return self._model.rules[row] if 0 <= row < len(self._model.rules) else None

    def say(self, sentence: str, ink: str = "soft") -> None:
        self._said.show()
        self._said.set_ink(ink)
        self._said.setText(sentence)
        self.setAccessibleDescription(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list that mean something here; arrows and letters are not commands of the window."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if key == Qt.Key.Key_Up else 1)
            return True
        return held == Qt.KeyboardModifier.NoModifier and self._do(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From wherever on the sheet the keys are."""
        held = event.modifiers()
        if event.key() == Qt.Key.Key_Z and held == Qt.KeyboardModifier.ControlModifier:
            self.undo_wanted.emit()
        elif event.key() == Qt.Key.Key_N and held == Qt.KeyboardModifier.ControlModifier:
            self.new_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _do(self, key: Qt.Key) -> bool:
        """What a key means for the rule that is chosen; False where it means nothing."""
        rule = self.rule()
        if rule is not None and key == Qt.Key.Key_Space:
            self._switch_it(rule)
            return True
        wanted = {
            Qt.Key.Key_Return: self.edit_wanted,
            Qt.Key.Key_Enter: self.edit_wanted,
            Qt.Key.Key_Delete: self.remove_wanted,
            Qt.Key.Key_Backspace: self.remove_wanted,
        }.get(key)
        if wanted is None or rule is None:
            return False
        wanted.emit(rule)
        return True

    def show_progress(self, rule: Rule, sentence: str) -> None:
        """How far it is looked up what it would have caught."""
        if rule == self.rule():
            self._preview.setText(sentence)

    def show_preview(self, rule: Rule, sentence: str) -> None:
        self._caught[rule.when] = sentence
        self._show_preview()
        if self._waits:
            self._waits = False
            self.say("Now it can be switched on.")

    def _switch_it(self, rule: Rule) -> None:
        """On only once it was said what it would have caught."""
        if rule.on or rule.when in self._caught:
            self.switch_wanted.emit(rule)
        else:
            self._waits = True
            self.say("It is looked up first what it would have caught.")

    def _show_preview(self) -> None:
        rule = self.rule()
        is_off = rule is not None and not rule.on
        self._preview.setVisible(is_off)
        if rule is None or not is_off:
            return
        words = self._caught.get(rule.when, LOOKING)
        self._preview.setText(words)
        self._list.setAccessibleDescription(f"{spoken(rule)} {words}")
        if words == LOOKING:
            self._pause.start()

    def _ask(self) -> None:
        rule = self.rule()
        if rule is not None and not rule.on and rule.when not in self._caught:
            self.preview_wanted.emit(rule)

    def _move(self, by: int) -> None:
        rule = self.rule()
        if rule is not None:
            self.move_wanted.emit(rule, by)

    def _on_current(self, current: QModelIndex) -> None:
        rule = self.rule()
        for button in (self._switch, self._edit, self._remove, self._up, self._down):
            button.setVisible(rule is not None)
        self._up.setEnabled(rule is not None and current.row() > 0)
        self._down.setEnabled(rule is not None and current.row() < len(self._model.rules) - 1)
        if rule is not None:
            self._switch.say("Switch off" if rule.on else "Switch on")
            self._list.setAccessibleDescription(spoken(rule))
        self._show_preview()
