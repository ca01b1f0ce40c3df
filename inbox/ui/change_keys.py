"""The page to change keys: choose a scheme, find a command, press Enter and then the keys it shall have.

While a key is chosen the router hands over everything that is typed, so it is named exactly as it will be heard. What
would clash is said in a sentence as it arises: take it over, try others, or leave it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from inbox.commands import own_keys
from inbox.commands.keymap import TITLES, Strokes
from inbox.commands.own_keys import OwnKeys
from inbox.commands.registry import Command
from inbox.ui.key_choice import Keys
from inbox.ui.key_rows import LINE, WAITING, KeyRow, KeyRowDelegate, KeyRowsModel, named, rows_of
from inbox.ui.keys import Heard
from inbox.ui.look.controls import Button, Column, Hairline, Icon, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Line, Switch
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
NARROW, ADD = 520, "Add another"
HOW = "Choose a command and press Enter, then the keys it shall have. A change counts at once."
CHOICES = "Enter takes it over, other keys try those, Esc leaves it as it is."


class ChangeKeysSheet(Sheet):
    changed = Signal(object)
    """`OwnKeys` as they shall be from now on; whoever hears it makes them so before it returns."""
    single_keys_wanted = Signal(bool)
    wish = (720, 660)
    top = 50

    def __init__(
        self,
        look: Look,
        known: dict[str, Command],
        keys: Keys,
        listen: Callable[[Heard | None], None],
        *,
        single_keys: bool,
        typed: str = "",
    ) -> None:
        """`listen` is the router's: what is typed goes to the function it is given, until it is given None."""
        super().__init__(look, "Change keys")
        self._known, self._keys, self._listen = known, keys, listen
        self._titles = {id: one.title for id, one in known.items()}
        self._learning: tuple[KeyRow, bool] | None = None
        self._offered: Strokes = ()
        self._model = KeyRowsModel()
        self._list = self._make_list()
        self._field = Line(look, "Filter commands", "Type to filter")
        self._field.installEventFilter(self)
        look.fit(self._field, lambda: self._field.setFixedWidth(look.px(180)))
        schemes = list(keys.schemes)
        self._scheme = Segments(
            look,
            "Scheme",
            tuple(Choice(TITLES.get(one, one)) for one in schemes),
            schemes.index(keys.own.scheme),
        )
        self._scheme.chosen.connect(lambda at: self._change(replace(self._keys.own, scheme=schemes[at])))
        self._single = Switch(look, "Single-letter keys", on=single_keys)
        self._single.toggled.connect(self.single_keys_wanted)
        self._said = Paragraph(look, HOW, Type.SMALL, "soft")
        self._replace = Button(look, "Change", keys="Enter", rank="quiet")
        self._add = Button(look, ADD, keys="Shift Enter", rank="quiet")
        self._take = Button(look, "Take away", keys="Delete", rank="quiet")
        self._back = Button(look, "As in the scheme", rank="quiet")
        self._over = Button(look, "Take it over", keys="Enter", rank="main")
        self._leave = Button(look, "Leave it", keys="Esc")
        self._build()
        self._connect()
        self._model.show(self._rows())
        self._field.setText(typed)
        self._go(self._model.step(-1, 0))
        self._show_choices()

    def _build(self) -> None:
        look = self.look
        title = PlainLabel(look, "Change keys", Type.HEAD, firm=True)
        search = Icon(look, "search", "faint", 16)
        column = Column(look, margins=(1, 0, 1, 4))
        column.hold(Row(look, title, None, search, self._field, spacing=6, margins=(20, 12, 16, 10)))
        column.hold(Row(look, self._scheme, None, self._single, spacing=8, margins=(20, 0, 16, 10)), Hairline(look))
        column.addWidget(self._list, 1)
        buttons = (self._replace, self._add, self._take, self._back, None, self._leave, self._over)
        column.hold(
            Hairline(look),
            Row(look, self._said, margins=(20, 8, 16, 4)),
            Row(look, *buttons, spacing=2, margins=(8, 0, 8, 4)),
        )
        self.setLayout(column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the switch, which the settings have too, and a word give way to the buttons."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.look.px(NARROW)
        self._single.setVisible(not is_narrow)
        self._add.setText("Add" if is_narrow else ADD)

    def _make_list(self) -> QListView:
        view, look = QListView(), self.look
        view.setModel(self._model)
        view.setItemDelegate(KeyRowDelegate(look, self._model, view))
        view.setUniformItemSizes(True)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.viewport().setAutoFillBackground(False)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName("Commands and keys")
        float_scroll_bar(view, look)
        look.fit(view, lambda: view.setViewportMargins(*(look.px(6),) * 4))
        look.fit(view, view.scheduleDelayedItemsLayout)
        return view

    def _connect(self) -> None:
        self._field.textChanged.connect(self._on_typed)
        self._list.clicked.connect(lambda _: self._stop())
        self._list.doubleClicked.connect(lambda _: self._learn(beside=False))
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._replace.clicked.connect(lambda: self._learn(beside=False))
        self._add.clicked.connect(lambda: self._learn(beside=True))
        self._take.clicked.connect(self._take_away)
        self._back.clicked.connect(self._as_shipped)
        self._over.clicked.connect(lambda: self._give(self._offered))
        self._leave.clicked.connect(self._stop)

    def first_focus(self) -> QWidget:
        return self._field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Delete in the field belong to the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self._model.step(self._list.currentIndex().row(), step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._learn(beside=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Delete and self._field.cursorPosition() == len(self._field.text()):
            self._take_away()
        else:
            return super().eventFilter(watched, event)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self._listen(None)
        super().hideEvent(event)

    # choosing a key

    def _learn(self, *, beside: bool) -> None:
        row = self._row()
        if row is None:
            return
        self._learning, self._offered = (row, beside), ()
        self._model.learn(self._list.currentIndex().row())
        self._say(f"Press the keys for “{row.title}”: one, or up to three in a row. Esc leaves it as it is.", "accent")
        self._show_choices()
        self._listen(self._on_heard)

    def _on_heard(self, keys: Strokes, whole: bool) -> None:
        if self._offered and keys == ("Enter",):
            self._give(self._offered)
        elif not keys:
            self._stop()
        elif not whole:
            self._offered = ()
            self._model.learn(self._list.currentIndex().row(), f"{named(keys)} …")
        else:
            self._on_chosen(keys)

    def _on_chosen(self, keys: Strokes) -> None:
        row = self._learning[0] if self._learning is not None else None
        if row is None:
            return
        why = own_keys.unusable(keys)
        if why:
            self._model.learn(self._list.currentIndex().row(), WAITING)
            self._say(f"{why} Press others for “{row.title}”.", "warn")
            return
        where = own_keys.home(self._keys.own, self._keys.base, row.command)
        found = own_keys.clashes(self._keys.keymap, where, keys, row.command)
        if not found:
            self._give(keys)
            return
        self._offered = keys
        self._model.learn(self._list.currentIndex().row(), named(keys))
        said = own_keys.what_clashes(found, keys, self._titles, mac=sys.platform == "darwin")
        self._say(f"{said} {CHOICES}", "warn")
        self._show_choices()

    def _give(self, keys: Strokes) -> None:
        if self._learning is None or not keys:
            return
        row, beside = self._learning
        instead = () if beside else row.keys
        own = own_keys.give(self._keys.own, self._keys.base, row.command, keys, instead_of=instead)
        self._stop()
        self._change(own, row.command, keys)
        self._say(f"{named(keys)} is “{row.title}” now.", "accent")

    def _stop(self) -> None:
        self._listen(None)
        if self._learning is not None:
            self._learning, self._offered = None, ()
            self._model.learn(-1)
            self._say(HOW)
        self._show_choices()

    # taking away

    def _take_away(self) -> None:
        row = self._row()
        if row is None or not row.keys:
            self._say("This command has no key that could be taken away.", "warn")
            return
        if own_keys.unusable(row.keys):
            self._say(f"{own_keys.unusable(row.keys)} It stays.", "warn")
            return
        self._stop()
        self._change(own_keys.take(self._keys.own, self._keys.base, row.where, row.keys), row.command)
        self._say(f"{row.key} means nothing now.", "accent")

    def _as_shipped(self) -> None:
        row = self._row()
        if row is not None:
            self._stop()
            self._change(own_keys.as_shipped(self._keys.own, self._keys.base, row.command), row.command)
            self._say(f"“{row.title}” has the keys of the scheme again.", "accent")

    # inside

    def _row(self) -> KeyRow | None:
        return self._model.row_at(self._list.currentIndex().row())

    def _rows(self) -> list[KeyRow | str]:
        return rows_of(self._known, self._keys.keymap, self._keys.base)

    def _change(self, own: OwnKeys, command: str = "", keys: Strokes = ()) -> None:
        """Made so by whoever hears it; then the rows are read anew, and the choice stays on the command."""
        now = self._row()
        self.changed.emit(own)
        self._model.show(self._rows())
        wanted = command or (now.command if now is not None else "")
        line = self._model.line_of(wanted, keys)
        self._go(line if line >= 0 else self._model.step(-1, 0))
        if command:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, line: int) -> None:
        self._list.setCurrentIndex(self._model.index(line))
        if line == self._model.step(-1, 0):
            self._list.scrollToTop()  # with its heading

    def _on_typed(self, typed: str) -> None:
        self._model.find(typed)
        self._go(self._model.step(-1, 0))
        self._show_choices()

    def _on_current(self, current: QModelIndex) -> None:
        if isinstance(current.data(LINE), KeyRow):
            self._field.setAccessibleDescription(str(current.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _say(self, sentence: str, ink: str = "soft") -> None:
        self._said.set_ink(ink)
        self._said.setText(sentence)
        self.setAccessibleDescription(sentence)

    def _show_choices(self) -> None:
        learning, offered = self._learning is not None, bool(self._offered)
        for button in (self._replace, self._add, self._take, self._back):
            button.setVisible(not learning)
            button.setEnabled(self._row() is not None)
        self._leave.setVisible(learning)
        self._over.setVisible(offered)
