"""Every key of every scheme, pressed in every pane of the real window: what happens is what the table says.

Commands are replaced by notes of their names, so that a key can be pressed a thousand times and nothing moves; all
else (router, panes, fields, sheets) is the app's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands import keymap
from inbox.commands.context import Context
from inbox.commands.own_keys import OwnKeys
from inbox.commands.registry import Command, Needs
from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.model import Purpose
from inbox.ui.look.overlay import Sheet
from inbox.ui.snooze import SnoozeSheet
from tests.desk import Desk, running

TABLE = """
          list     conversation sidebar  panel    composer search   composing
letter    command  command      command  command  typed    typed    own
capital   command  command      command  command  typed    typed    own
sign      command  command      command  command  typed    typed    own
digit     command  command      command  command  typed    typed    own
beyond    command  command      command  command  typed    typed    own
sequence  command  command      command  command  typed    typed    own
Enter     command  command      own      command  typed    own      own
Tab       command  own          own      own      own      own      own
Space     command  own          own      own      typed    typed    own
Esc       command  command      command  command  command  command  own
arrow     command  command      own      own      own      own      own
end       command  command      own      own      own      own      own
function  command  command      command  command  command  command  own
chord     command  command      command  command  command  command  own
whole     command  own          own      own      own      own      own
editing   command  command      command  command  own      own      own
sending   own      own          own      own      command  own      own
written   own      own          own      own      command  own      own

          palette  keys         change   snooze   settings page     rules
letter    typed    typed        typed    typed    own      typed    own
capital   typed    typed        typed    typed    own      typed    own
sign      typed    typed        typed    typed    own      typed    own
digit     typed    typed        typed    typed    own      typed    own
beyond    typed    typed        typed    typed    own      typed    own
sequence  typed    typed        typed    typed    own      typed    own
Enter     closed   closed       own      closed   own      own      closed
Tab       own      own          own      own      own      own      own
Space     typed    typed        typed    typed    own      typed    own
Esc       closed   closed       closed   closed   closed   command  closed
arrow     own      own          own      own      own      own      own
end       own      own          own      own      own      own      own
function  own      own          own      own      own      command  own
chord     own      own          own      own      own      command  own
whole     own      own          own      own      own      own      own
editing   own      own          own      own      own      own      own
sending   closed   closed       own      closed   own      own      own
written   own      own          own      own      own      own      own
"""
"""command: the command of the key ran, and only that. typed: the character stands in the field. closed: the sheet went.
own: no command and no character; an arrow moves what has the focus, a chord edits, or nothing happens."""


A_RULE = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),))
MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)
PRESETS = 6
"""So many times to come the snooze sheet offers by digit on that morning: a digit alone closes it a little later."""


def read_table() -> dict[str, dict[str, str]]:
    """Pane -> kind of key -> effect."""
    effects: dict[str, dict[str, str]] = {}
    for half in TABLE.strip("\n").split("\n\n"):
        head, *lines = half.splitlines()
        for at, pane in enumerate(head.split(), 1):
            effects[pane] = {line.split()[0]: line.split()[at] for line in lines}
    return effects


def kind_of(keys: str) -> str:
    if " " in keys:
        return "sequence"
    if keys in ("Tab", "Shift+Tab"):
        return "Tab"
    if keys in ("Enter", "Esc", "Space"):
        return keys
    if keys in ("Up", "Down"):
        return "arrow"
    if keys in ("Home", "End"):
        return "end"
    if keys in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+C"):
        return "editing"
    if keys == "Ctrl+A":
        return "whole"
    if keys in ("Ctrl+Enter", "Ctrl+Shift+Enter"):
        return "sending"
    if keys == "Ctrl+Shift+H":
        return "written"
    if keys.startswith("Ctrl+"):
        return "chord"
    if keys.split("+")[-1] in ("F5", "F6"):
        return "function"
    if keys.isdigit():
        return "digit" if int(keys) <= PRESETS else "beyond"
    if keys.startswith("Shift+"):
        return "capital"
    return "letter" if keys.isalpha() else "sign"


def characters(keys: str) -> str:
    named = {"Enter": "\n", "Space": " "}
    return "".join(named.get(one, one[-1] if one.startswith("Shift+") else one.lower()) for one in keys.split())


@dataclass(slots=True)
class Room:
    """The window as one pane after the other is stood in."""

    desk: Desk
    ran: list[str] = field(default_factory=list)
    at: tuple[str, QWidget] | None = None
    """The pane that was stood in last, and what had the focus there."""

    def note_commands(self) -> None:
        def noted(one: Command) -> Command:
            def run(at: Context) -> None:
                self.ran.append(one.id)

            return replace(one, run=run, needs=Needs.NOTHING)

        known = self.desk.opening.desk.known
        for id, one in known.items():
            known[id] = noted(one)

    def stand_in(self, pane: str) -> None:
        window, finding = self.desk.window, self.desk.opening.desk.finding
        if self.at is not None and self.at == (pane, QApplication.focusWidget()) and pane != "composing":
            self.empty_the_field()
            return
        self.leave_sheets()
        match pane:
            case "page":
                self.desk.opening.desk.flow.open()
            case "list":
                window.inbox.setFocus()
            case "conversation":
                window.conversation.take_focus()
            case "sidebar":
                window.sidebar.setFocus()
            case "panel":
                window.person.take_focus()
            case "composer" | "composing":
                self.desk.opening.desk.answering.open(Purpose.REPLY)
            case "search":
                window.top.focus_search()
            case "palette":
                finding.open_palette()
            case "keys":
                finding.open_keys()
            case "change":
                finding.open_change_keys()
            case "snooze":
                window.overlay.open(SnoozeSheet(window.look, MORNING, "UTC"))
            case "settings":
                finding.open_settings()
            case "rules":
                store = self.desk.engine.store
                if not self.desk.engine.read(lambda reading: reading.rules()):
                    store.write(lambda write: write.add_rule(A_RULE)[1])
                self.desk.opening.desk.ruling.open()
        assert QApplication.focusWidget() is not None, f"{pane} gives the keys to nobody"
        self.at = (pane, self.desk.focus())
        self.empty_the_field()
        if pane == "composing":
            QApplication.sendEvent(self.desk.focus(), QInputMethodEvent("と", []))

    def leave_sheets(self) -> None:
        self.at = None
        self.desk.window.overlay.close_sheet()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no event loop runs here that would do it

    def empty_the_field(self) -> None:
        focus = self.desk.focus()
        if isinstance(focus, QLineEdit):
            focus.setText("")
        elif isinstance(focus, QTextEdit) and not focus.isReadOnly():
            focus.setPlainText("")

    def text(self) -> str:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit):
            return focus.text()
        return focus.toPlainText() if isinstance(focus, QTextEdit) and not focus.isReadOnly() else ""

    def effect_of(self, keys: str, pane: str) -> str:
        self.ran.clear()
        sheet: Sheet | None = self.desk.window.overlay.sheet
        focus: QWidget = self.desk.focus()
        self.desk.press(*keys.split())
        if "Enter" in keys:
            self.at = None  # it may have begun something
        if pane == "composing":
            QApplication.sendEvent(focus, QInputMethodEvent())
            return f"command {self.ran}" if self.ran else "own"
        if sheet is not None and self.desk.window.overlay.sheet is not sheet:
            return "closed"
        if self.ran:
            return f"command {self.ran}"
        typed = self.text()
        return "own" if not typed else "typed" if typed == characters(keys) else f"typed “{typed}”"


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as desk:
        desk.window.resize(1440, 900)
        desk.sees(lambda: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
        desk.sees(desk.window.conversation.isVisible)
        made = Room(desk)
        made.note_commands()
        yield made


@pytest.fixture
def first_room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """Before there is a place: the welcome page."""
    with running(tmp_path / "new", qtbot) as desk:
        desk.sees(lambda: desk.window.frame.page is not None)
        made = Room(desk)
        made.note_commands()
        yield made


def what_differs(room: Room, panes: list[str], expects: Callable[[str, str, str], str]) -> list[str]:
    """Presses every key of the scheme in these panes. `expects(pane, kind, key)` is an effect of the table."""
    tables = room.desk.opening.keys.base.bindings.values()
    bound = {" ".join(strokes): id for table in tables for strokes, id in table.items()}
    wrong: list[str] = []
    for pane in panes:
        for key, command in bound.items():
            expected = expects(pane, kind_of(key), key)
            room.stand_in(pane)
            found = room.effect_of(key, pane)
            if found != (f"command {[command]}" if expected == "command" else expected):
                wrong.append(f"{pane}: {key}: {found}, not {expected}")
    room.leave_sheets()
    return wrong


every_scheme = pytest.mark.parametrize("scheme", list(keymap.TITLES))


@every_scheme
def test_every_key_does_in_every_pane_what_the_table_says(room: Room, scheme: str) -> None:
    room.desk.opening.keys.change(OwnKeys(scheme))
    effects = read_table()
    panes = [pane for pane in effects if pane != "page"]
    assert what_differs(room, panes, lambda pane, kind, key: effects[pane][kind]) == []


@every_scheme
def test_every_key_does_on_the_welcome_page_what_the_table_says(first_room: Room, scheme: str) -> None:
    keys = first_room.desk.opening.keys
    keys.change(OwnKeys(scheme))
    heard = {" ".join(strokes) for strokes in keys.base.bindings["page"]}
    effects = read_table()["page"]

    def expects(pane: str, kind: str, key: str) -> str:
        return "own" if effects[kind] == "command" and key not in heard else effects[kind]

    assert what_differs(first_room, ["page"], expects) == []


def test_without_single_letter_keys_letters_do_nothing_and_chords_stay(room: Room) -> None:
    room.desk.opening.desk.router.single_keys = False
    effects = read_table()

    def expects(pane: str, kind: str, key: str) -> str:
        return "own" if kind in ("letter", "capital", "sign", "digit", "beyond", "sequence") else effects[pane][kind]

    assert what_differs(room, ["list", "conversation", "sidebar"], expects) == []


def test_the_table_knows_every_kind_of_key(room: Room) -> None:
    schemes = room.desk.opening.keys.schemes.values()
    bound = [" ".join(strokes) for one in schemes for table in one.bindings.values() for strokes in table]
    assert all(set(effects) >= {kind_of(key) for key in bound} for effects in read_table().values())
