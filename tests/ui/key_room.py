"""Every pane of the real window, one after the other, with every key to be pressed in it.

Commands are replaced by notes of their names, so that a key can be pressed a thousand times and nothing moves; all
else (router, panes, fields, sheets) is the app's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from inbox.commands.context import Context
from inbox.commands.registry import Command, Needs
from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.model import ConversationView, Draft, Purpose, Sort, State
from inbox.ui.look.overlay import Sheet
from inbox.ui.snooze import SnoozeSheet
from tests.desk import Desk

A_RULE = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),))
MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)
COMPOSED = ("composing", "seeking")
"""Fields in which an input method has begun a word."""
PRESETS = 6
"""So many times to come the snooze sheet offers by digit on that morning: a digit alone closes it a little later."""


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
    really: dict[str, Command] = field(default_factory=dict)
    """The commands themselves, to come into a pane as a person does."""
    at: tuple[str, QWidget] | None = None
    """The pane that was stood in last, and what had the focus there; None: it is to be gone to again."""
    stood_in: str = ""

    def note_commands(self) -> None:
        def noted(one: Command) -> Command:
            def run(at: Context) -> None:
                self.ran.append(one.id)

            return replace(one, run=run, needs=Needs.NOTHING)

        known = self.desk.opening.desk.known
        self.really = dict(known)
        for id, one in known.items():
            known[id] = noted(one)

    def do(self, *commands: str) -> None:
        for id in commands:
            self.really[id].run(self.desk.opening.desk)

    def stand_in(self, pane: str) -> None:
        window, finding = self.desk.window, self.desk.opening.desk.finding
        if self.at is not None and self.at == (pane, QApplication.focusWidget()) and pane not in COMPOSED:
            self.empty_the_field()
            return
        self.leave_sheets()
        if pane not in ("page", self.stood_in):
            self.go_home()
        self.stood_in = pane
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
            case "search" | "seeking":
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
            case "drafts":
                self.keep_words()
                self.do("navigate.drafts")
                window.drafts.setFocus()
            case "outbox":
                self.queue_words()
                self.do("navigate.outbox")
                window.outbox.setFocus()
            case "found":
                self.search("bread")
                window.results.setFocus()
            case "everyone":
                self.do("navigate.people")
                self.desk.opening.desk.list_pane().setFocus()
            case "segment":
                self.do("navigate.people_regulars")
                self.desk.opening.desk.list_pane().setFocus()
            case "profile":
                self.do("navigate.people", "people.profile")
            case "focus":
                self.do("navigate.waiting", "navigate.focus")
            case "find":
                self.do("navigate.find")
            case "peek":
                window.inbox.setFocus()
                self.do("navigate.peek")
            case "history":
                self.do("people.star")
                self.do("app.history")
            case "same":
                self.do("people.suggestions")
            case "promises":
                self.do("people.promises")
            case "owed":
                self.do("people.owed")
            case "counts":
                self.do("app.what_counts")
            case "merge":
                self.do("people.merge")
            case "new":
                self.do("people.segment_new")
            case "tags":
                self.do("people.tags")
        assert QApplication.focusWidget() is not None, f"{pane} gives the keys to nobody"
        self.at = (pane, self.desk.focus())
        self.empty_the_field()
        if pane in COMPOSED:
            QApplication.sendEvent(self.desk.focus(), QInputMethodEvent("と", []))

    def keep_words(self) -> None:
        """A draft to stand on."""
        row = self.waiting()
        draft = Draft(row, self.shown(row).focus, Purpose.REPLY, "Flour first")
        self.desk.engine.store.write(lambda write: write.keep_draft(draft))

    def queue_words(self) -> None:
        """An answer that leaves on no day of this test."""
        if self.desk.engine.read(lambda reading: reading.outbox()):
            return
        row = self.waiting()
        to = self.shown(row).focus
        assert to is not None
        late = datetime(2100, 1, 1, tzinfo=UTC)
        self.desk.engine.store.write(
            lambda write: write.queue_words(row, to, "See you", Purpose.REPLY, not_before=late)[1]
        )

    def waiting(self) -> int:
        return self.desk.engine.read(lambda reading: reading.page(State.WAITING, Sort.NEWEST, limit=1))[0].id

    def shown(self, row: int) -> ConversationView:
        return self.desk.engine.read(lambda reading: reading.conversation(row))

    def search(self, words: str) -> None:
        window = self.desk.window
        window.top.focus_search()
        self.desk.type(words)
        self.desk.sees(lambda: window.results.model.found)

    def go_home(self) -> None:
        """To the list of those who wait, as Esc does it: one level out at a time."""
        for _ in range(6):
            self.do("navigate.back")
        self.do("navigate.waiting")

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
        if pane in COMPOSED:
            QApplication.sendEvent(focus, QInputMethodEvent())
            return f"command {self.ran}" if self.ran else "own"
        if sheet is not None and self.desk.window.overlay.sheet is not sheet:
            return "closed"
        if self.ran:
            return f"command {self.ran}"
        typed = self.text()
        return "own" if not typed else "typed" if typed == characters(keys) else f"typed “{typed}”"
