"""Focus: one conversation at a time in the whole window, how many are left and for how long (picture 8).

The list goes on behind it, hidden and held: what comes in waits, and every act moves on to the next row as it always
does. Nothing of it is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer

from inbox.core.model import State
from inbox.rules.pace import minutes_left
from inbox.ui.empty import Emptiness

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

QUIET = Emptiness("cup", "Nothing is waiting for you.", hint=("Esc", "back to the list"))
NOTHING_LEFT = Emptiness("quiet", "Nothing is left here.", hint=("Esc", "back to the list"))


class Focusing(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, desk.window
        self._seen: set[int] = set()
        """What stood in the list since the focus began; what is gone of it has been handled."""
        self._minutes: int | None = None
        self.is_on = False
        self._window.nothing.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        model = self._window.inbox.model
        model.rowsInserted.connect(self._on_rows_inserted)
        model.modelReset.connect(self.leave)  # another view
        self._window.lists.currentChanged.connect(lambda _: self.leave())

    def toggle(self) -> None:
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """On the list that is there; what is no list of conversations gives way to those that wait."""
        desk, window = self._desk, self._window
        if desk.is_on_page():
            return
        if desk.list_pane() in (window.outbox, window.drafts) or desk.people.is_shown:
            desk.views.show_state(State.WAITING)
        desk.details.show_now()
        self.is_on, self._seen = True, set(self._ids())
        self.take_focus()  # before the list is hidden, or Qt would choose somebody
        window.frame.be_focused(True)
        window.inbox.model.hold(True)
        self.on_shown(another=True)

    def leave(self) -> None:
        if not self.is_on:
            return
        self.is_on = False
        window, pane = self._window, self._desk.list_pane()
        window.frame.be_focused(False)
        window.inbox.model.hold(False)
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._desk.surroundings.say_empty()
        self._desk.surroundings.say_status()

    def take_focus(self) -> None:
        """To the message in focus, or to the page that says there is none."""
        if self._desk.current() is None:
            self._window.nothing.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.conversation.take_focus()

    def on_shown(self, *, another: bool) -> None:
        """The current conversation was filled in; `another` than before."""
        if not another:
            return
        if self._window.frame.is_reading:
            self._desk.screen.go_on_reading()
        if not self.is_on:
            return
        handled = self._desk.read(lambda reading: reading.handled_seconds())
        self._seen |= set(self._ids())
        self._minutes = minutes_left(handled, len(self._ids()))
        if self._desk.current() is None:
            self._desk.surroundings.say_empty()
        if not self._window.holds_focus(self._window.composer) or self._desk.current() is None:
            self.take_focus()
        self._desk.surroundings.say_status()

    # what is said

    def nothing(self) -> Emptiness:
        return QUIET if self._window.inbox.model.state is State.WAITING else NOTHING_LEFT

    def place(self) -> tuple[int, int]:
        """(which one this is, of how many), counting what has been handled since the focus began."""
        ids = self._ids()
        handled = len(self._seen - set(ids))
        current = self._desk.current()
        row = ids.index(current) + 1 if current in ids else 0
        return handled + row, handled + len(ids)

    def sentence(self) -> str:
        at, of = self.place()
        if self._desk.current() is None:
            return "Focus · nothing is waiting"
        parts = [f"Focus · {at:,} of {of:,}"]
        if self._minutes is not None:
            parts.append(f"about {self._minutes:,} minute{'' if self._minutes == 1 else 's'} left")
        if news := self._window.inbox.model.pending:
            parts.append(f"{news:,} new")
        return " · ".join(parts)

    def share(self) -> float:
        at, of = self.place()
        return at / of if of else 1.0

    # inside

    def _ids(self) -> list[int]:
        if self._desk.list_pane() is self._window.results:
            return [row.id for row in self._window.results.model.found]
        return self._window.inbox.model.ids()

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """What was handled and taken back is looked at again: nobody sees it come back into a hidden list."""
        back = self._window.inbox.model.id_at(first)
        if self.is_on and back is not None and back in self._seen and first == last:
            QTimer.singleShot(0, self, lambda: self._window.inbox.select(back))
