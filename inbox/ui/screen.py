"""Where the eyes go: moving between rows, messages, panes, views and sheets (`commands.context.Screen`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from inbox.core.model import Purpose, Snooze, Sort, State
from inbox.ui.manners_screen import MannersScreen
from inbox.ui.outbox_pane import OutboxPane
from inbox.ui.peek import Peeking
from inbox.ui.people_screen import PeopleScreen
from inbox.ui.program_screen import ProgramScreen
from inbox.ui.same_screen import SameScreen
from inbox.ui.standing_screen import StandingScreen
from inbox.ui.thread_find import ThreadFind
from inbox.ui.views import DRAFTS, OUTBOX

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.snooze import SnoozeSheet


class WindowScreen(ProgramScreen, PeopleScreen, SameScreen, MannersScreen, StandingScreen):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._window = desk.window
        self.peeking = Peeking(desk)
        self.thread_find = ThreadFind(desk.window.conversation)
        for rows in (self._window.inbox.rows, self._window.results.rows):
            rows.clicked.connect(self.on_clicked)

    # rows

    def step_row(self, by: int) -> None:
        if self._desk.profiles.is_open:
            self._desk.profiles.step(by)
            return
        self._desk.list_pane().step(by)
        self._to_row()

    def step_person(self, by: int) -> None:
        if self._desk.profiles.is_open:
            self._desk.profiles.step_person(by)
            return
        if self._desk.people.is_shown:
            self.step_row(by)
        elif self._desk.list_pane() is self._window.inbox:
            self._window.inbox.step_person(by)
            self._to_row()

    def edge_row(self, *, last: bool) -> None:
        if self._desk.profiles.is_open:
            self._desk.profiles.edge(last=last)
            return
        self._desk.list_pane().edge(last=last)
        self._to_row()

    def open_row(self) -> None:
        if self._desk.profiles.is_open:
            self._desk.profiles.open_line()
            return
        if self._desk.people.open_person():
            return
        if self._desk.current() is not None:
            self.peeking.close()
            if self._desk.views.by_person.open():
                return
            self._desk.details.show_now()
            self._window.frame.show_reading(True)
            self._window.conversation.take_focus()

    def on_clicked(self) -> None:
        """Beside the list one sees what was clicked; where there is no beside, it opens."""
        if self._window.frame.is_alone:
            self.open_row()

    def merge_new(self) -> None:
        if self._desk.people.is_shown:
            self._desk.people.pane.merge()
        else:
            self._window.inbox.merge()

    def toggle_mark(self, *, through: bool) -> None:
        pane = self._desk.list_pane()
        if not isinstance(pane, OutboxPane):
            pane.marking.toggle(through=through)

    def mark_all(self) -> None:
        pane = self._desk.list_pane()
        if not isinstance(pane, OutboxPane):
            pane.marking.all()

    def leave_unread(self) -> None:
        self._desk.details.leave_unread()

    def sort_next(self) -> None:
        if self._desk.people.is_shown:
            self._desk.people.sort_next()
            return
        order = list(Sort)
        now = self._window.inbox.model.sort_order
        self._window.inbox.sort_by(order[(order.index(now) + 1) % len(order)])

    # messages and panes

    def step_message(self, by: int) -> None:
        self._window.conversation.step_message(by)

    def next_pane(self, by: int) -> None:
        panes = self._panes()
        here = next((at for at, pane in enumerate(panes) if self._window.holds_focus(pane)), -1 if by > 0 else 0)
        there = panes[(here + by) % len(panes)]
        if there is self._window.conversation:
            self._window.conversation.take_focus()  # the message in focus, not the pane around it
        elif there is self._window.person:
            self._window.person.take_focus()
        else:
            there.setFocus(Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason)

    def _panes(self) -> list[QWidget]:
        window = self._window
        if window.frame.page is not None:
            return [window.frame.page]
        panes: list[QWidget] = [
            window.sidebar,
            self._desk.list_pane(),
            window.conversation,
            window.composer,
            window.person,
        ]
        return [pane for pane in panes if pane.isVisible()]

    def one_level_out(self) -> None:
        """Esc: the drawer, the search, the marks, then always the list."""
        window, desk = self._window, self._desk
        window.person.finish(keep=True)  # nothing written is lost; Z takes it back
        if desk.profiles.is_open:
            desk.profiles.one_level_out()
            return
        if window.frame.page is not None:
            desk.flow.leave()
        elif self.thread_find.close():
            return  # the keys went back to where they were
        elif self.peeking.close() or window.frame.close_drawer():
            pass
        elif desk.focusing.is_on and not window.holds_focus(window.composer):
            desk.focusing.leave()
        elif window.holds_focus(window.composer) or window.holds_focus(window.conversation):
            self.to_list()
        elif not isinstance(pane := desk.list_pane(), OutboxPane) and pane.model.marked:
            pane.model.unmark()
        elif desk.views.is_searching():
            desk.views.leave_search()
        else:
            desk.people.leave_search()
        self.to_list()

    def go_on_reading(self) -> None:
        """Another conversation stands where the list would be; without one, the list."""
        if self._desk.current() is None:
            self.to_list()
        elif not self._window.holds_focus(self._window.composer):
            self._window.conversation.take_focus()

    def _to_row(self) -> None:
        """To the list, unless there is only room for the conversation that the row stands for."""
        if not self._window.frame.is_reading:
            self.to_list()

    def to_list(self) -> None:
        if self._desk.focusing.is_on:
            self._desk.focusing.take_focus()
        elif self._window.frame.page is None:
            self._window.frame.show_reading(False)
            self._desk.list_pane().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def find_in_conversation(self) -> None:
        self._desk.details.show_now()
        if self._desk.current() is not None:
            self.peeking.close()
            self._window.frame.show_reading(True)
            self.thread_find.open()

    def unfold_quotes(self) -> None:
        if not self._window.conversation.toggle_quotes():
            self._desk.say("Nothing of this message is folded.")

    def unfold_thread(self) -> None:
        self._window.conversation.unfold_next()

    def peek(self) -> None:
        self.peeking.toggle()

    def ask_join(self) -> None:
        self._desk.joining.ask()

    def part_threads(self) -> None:
        self._desk.joining.part()

    def toggle_focus(self) -> None:
        self._desk.focusing.toggle()

    # views

    def show_view(self, state: State, place: int = 0) -> None:
        self.leave_page()
        self._desk.views.show_state(state, place)
        self.to_list()

    def show_outbox(self) -> None:
        self.leave_page()
        self._desk.views.show(OUTBOX)
        self.to_list()

    def show_held_back(self) -> None:
        self._desk.held.show()

    def show_drafts(self) -> None:
        self.leave_page()
        self._desk.views.show(DRAFTS)
        self.to_list()

    def step_split(self, by: int) -> None:
        """Where the list has no parts, or single keys are off, Tab goes on to the next field as everywhere."""
        if not self._desk.router.single_keys or not self._desk.views.step_split(by):
            self._window.focusNextPrevChild(by > 0)

    def save_view(self) -> None:
        if self._desk.people.is_searching:
            self._desk.segmenting.new()
            return
        self._desk.saved_views.save()

    def rename_view(self) -> None:
        self._desk.saved_views.rename()

    def choose_view_key(self) -> None:
        self._desk.saved_views.choose_key()

    def move_view(self, by: int) -> None:
        self._desk.saved_views.move(by)

    def remove_view(self) -> None:
        self._desk.saved_views.remove()

    def change_splits(self) -> None:
        self._desk.splitting.open()

    def open_rules(self) -> None:
        self._desk.ruling.open()

    def rule_from_this(self) -> None:
        self._desk.ruling.from_this()

    def rule_from_search(self) -> None:
        self._desk.ruling.from_search()

    def toggle_by_person(self) -> None:
        self._desk.say(self._desk.views.toggle_by_person())

    def leave_page(self) -> None:
        if self._desk.profiles.is_open:
            self._desk.profiles.leave()
        elif self._window.frame.page is not None:
            self._desk.flow.leave()

    def show_nth_view(self, number: int) -> None:
        self.leave_page()
        self._desk.views.show_nth(number)
        self.to_list()

    def show_line(self, key: object) -> None:
        """A line of the sidebar."""
        self.leave_page()
        self._desk.views.on_sidebar(key)
        self.to_list()

    # answering

    def compose(self, purpose: Purpose) -> None:
        self._desk.details.show_now()
        self._desk.joining.go_to_joined()
        self._window.frame.show_reading(True)
        self._desk.answering.open(purpose)

    def send(self, *, then_done: bool) -> None:
        self._window.composer.send(then_done=then_done)

    # asking

    def ask_snooze(self) -> None:
        ids = tuple(self._desk.chosen())
        from inbox.ui.snooze import SnoozeSheet

        sheet = SnoozeSheet(self._window.look, self._desk.clock.now())
        self._ask(sheet, lambda until: self._desk.act(lambda write: write.snooze(ids, until), leaving=ids))

    def ask_reminder(self) -> None:
        ids = tuple(self._desk.chosen())
        self._ask(
            self._reminder(),
            lambda until: self._desk.act(lambda write: write.wait_for_them(ids, until), leaving=ids),
        )

    def send_and_remind(self) -> None:
        self._ask(self._reminder(), lambda until: self._window.composer.send(then_done=False, remind=until))

    def _reminder(self) -> SnoozeSheet:
        from inbox.ui.snooze import REMIND, SnoozeSheet

        return SnoozeSheet(self._window.look, self._desk.clock.now(), title=REMIND, asks_about_answer=False)

    def _ask(self, sheet: SnoozeSheet, then: Callable[[Snooze], object]) -> None:
        """`then` comes when the sheet has gone and given the keys back, and after the key that chose."""
        sheet.chosen.connect(lambda until: QTimer.singleShot(0, self._window, lambda: then(until)))
        self._window.overlay.open(sheet)
