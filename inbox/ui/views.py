"""Which list is shown: a state's view or a place's, a part of it, a saved search, drafts, the outbox, what was found.

Whatever takes a search is looked up and counted in lanes; an answer that is no longer asked for is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.model import Row, RowKey, Sort, State
from inbox.core.ports import Reading
from inbox.core.views import SPLITS_OF, Count, PersonKey, SavedView, Split
from inbox.ui.by_person import GROUPED, ByPerson, people_found
from inbox.ui.people_views import OWN, PEOPLE

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

At = tuple[State, int] | tuple[str, int]
OUTBOX: At = ("outbox", 0)
DRAFTS: At = ("drafts", 0)
SAVED = "view"
COUNT_AFTER_MS = 120
"""News come in bursts; the pills may say a moment later how many there are."""


class Views(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, desk.window
        self.at: At = (State.WAITING, 0)
        self._before_search: At = self.at
        self._parts: dict[At, str] = {}
        """The part of each view that was chosen last."""
        self._splits: list[Split] = []
        self._number = self._asked = self._counting = 0
        self.by_person = ByPerson(desk)
        self.saved: list[SavedView] = []
        self.counts: dict[int, Count] = {}
        """Of saved views, as far as they are counted."""
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(lambda: self._look_up(fresh=False))
        self._count_soon = QTimer(self, interval=COUNT_AFTER_MS, singleShot=True)
        self._count_soon.timeout.connect(self._count)
        desk.window.inbox.splits.chosen.connect(self._on_split_chosen)

    # what is shown

    def show_first_page(self, rows: Sequence[Row]) -> None:
        """What was read with bare SQL, before the store could be: who waits, by worth."""
        inbox, surroundings = self._window.inbox, self._desk.surroundings
        keys = [surroundings.key_of(row) for row in rows]
        inbox.show_view(surroundings.title(State.WAITING, 0), State.WAITING, 0, Sort.WORTH, keys)
        inbox.setFocus()

    def show(self, at: At, *, select: int | None = None) -> None:
        if at == OUTBOX:
            self._show_outbox()
        elif at == DRAFTS:
            self._show_drafts()
        elif at[0] in (PEOPLE, OWN):
            self.at = at
            self._desk.people.show((str(at[0]), at[1]), select=select)
        else:
            self._show_list(at, select)

    def show_state(self, state: State, place: int = 0, *, select: int | None = None) -> None:
        self.show((state, place), select=select)

    def show_nth(self, number: int) -> None:
        """The saved view that has this key, else the line of the sidebar."""
        own = next((view for view in self.saved if view.key == number), None)
        lines = self._desk.surroundings.view_keys()
        if own is not None:
            self.on_sidebar((SAVED, own.id))
        elif number <= len(lines):
            self.on_sidebar(lines[number - 1])

    def digit_of(self, key: object) -> int:
        """What goes to this line of the sidebar; 0 where nothing does, or where a view has the digit of the line."""
        own = {(SAVED, view.id): view.key for view in self.saved if view.key}
        if key in own:
            return own[key]
        lines = self._desk.surroundings.view_keys()
        place = lines.index(key) + 1 if key in lines else 0
        return place if place < 10 and place not in own.values() else 0

    def on_sidebar(self, key: object) -> None:
        if isinstance(key, tuple):
            self.show(key)
        if self._window.sidebar.view.moved_by_key:
            return  # who walks through the sidebar by arrows stays in it; Enter goes on to the list
        self._desk.list_pane().setFocus()

    def show_conversation(self, conversation: int) -> None:
        """Where it stands now: the view of its state, with it selected."""
        rows = self._desk.read(lambda reading: reading.rows([conversation]))
        if rows:
            self._parts.pop((rows[0].state, 0), None)
            self.show_state(rows[0].state, 0, select=conversation)
            self._desk.screen.open_row()

    def _show_list(self, at: At, select: int | None) -> None:
        desk, window = self._desk, self._window
        self.at, self.by_person.shows_one = at, select is not None
        if isinstance(at[0], State):
            desk.remembered.state, desk.remembered.place = str(at[0]), at[1]
        state, view = self._state(), self._view()
        self._splits = desk.read(lambda reading: reading.splits(state, view)) if desk.engine is not None else []
        names = [split.name for split in self._splits]
        part = self._parts.get(at, "")
        self._number = names.index(part) if part in names else 0
        window.lists.setCurrentWidget(window.inbox)
        window.inbox.splits.show_splits(self._splits, self._number)
        window.sidebar.choose(at)
        self._look_up(select=select)
        desk.surroundings.show()
        self._count_soon.start()

    def _show_outbox(self) -> None:
        self.at = OUTBOX
        self._fill_outbox()
        self._show_pane_of(OUTBOX)

    def _fill_outbox(self) -> None:
        self._window.outbox.show_deliveries(*self._desk.read(lambda reading: (reading.outbox(), reading.held_back())))

    def _show_drafts(self) -> None:
        self.at = DRAFTS
        self._fill_drafts()
        self._show_pane_of(DRAFTS)

    def _show_pane_of(self, at: At) -> None:
        window = self._window
        window.lists.setCurrentWidget(window.outbox if at == OUTBOX else window.drafts)
        window.sidebar.choose(at)
        self._desk.surroundings.say_empty()
        self._desk.surroundings.say_status()
        self._desk.details.soon()

    def _fill_drafts(self) -> None:
        """Each row says what was begun instead of what was answered."""

        def look(reading: Reading) -> list[Row]:
            drafts = {one.conversation: one for one in reading.drafts_page()}
            return [
                replace(row, snippet=drafts[row.id].text, at=drafts[row.id].at, reasons=())
                for row in reading.rows(list(drafts))
            ]

        rows = self._desk.read(look)
        self._window.drafts.show_rows("Drafts", f"{len(rows)} begun" if rows else "", rows)

    # which view it is

    def title(self) -> str:
        at = self.at
        if isinstance(at[0], State):
            return self._desk.surroundings.title(at[0], at[1])
        return next((view.name for view in self.saved if view.id == at[1]), "")

    def part(self) -> Split | None:
        """The part that is shown, or None for all of the view."""
        split = self._splits[self._number] if self._number < len(self._splits) else None
        return split if split is not None and split.query else None

    def view_now(self) -> SavedView | None:
        return next((view for view in self.saved if self.at == (SAVED, view.id)), None)

    def _state(self) -> State | None:
        return self.at[0] if isinstance(self.at[0], State) else None

    def _view(self) -> int:
        return self.at[1] if self.at[0] == SAVED else 0

    def is_by_person(self) -> bool:
        return self.by_person.is_on(self._state())

    def toggle_by_person(self) -> str:
        """Says what is so now, or why it cannot be."""
        state = self._state()
        if state not in GROUPED or self._desk.list_pane() is not self._window.inbox:
            return "One row a person is for those who wait: open Waiting on me first."
        said = self.by_person.turn(state)
        self._look_up()
        return said

    # parts

    def split_view(self) -> tuple[State | None, int] | None:
        """Of which view the parts are, as (state, saved view); None where a list has none."""
        state, view = self._state(), self._view()
        is_there = self._desk.list_pane() is self._window.inbox and not self._desk.people.is_shown
        return (state, view) if is_there and (state is not None or view) else None

    def view_query(self) -> str:
        """Of the saved view that is shown."""
        view = self.view_now()
        return view.query if view is not None else ""

    def place(self) -> int:
        return self.at[1] if self._state() is not None else 0

    def step_split(self, by: int) -> bool:
        """False where the list has no parts, or is empty as a whole: then there may be a button to go on to."""
        is_empty = self.part() is None and not self._window.inbox.model.rowCount()
        if self._desk.list_pane() is not self._window.inbox or len(self._splits) < 2 or is_empty:
            return False
        self._on_split_chosen((self._number + by) % len(self._splits))
        self._window.inbox.splits.choose(self._number)
        return True

    def _renew_splits(self) -> None:
        """A rule may put conversations under another one by now; the part that is shown stays while it is there."""
        if self.at in (OUTBOX, DRAFTS):
            return
        state, view, part = self._state(), self._view(), self._splits[self._number] if self._splits else None
        self._splits = self._desk.read(lambda reading: reading.splits(state, view))
        still = part is not None and part in self._splits
        self._number = self._splits.index(part) if part is not None and still else 0
        self._window.inbox.splits.show_splits(self._splits, self._number)
        if not still:
            self._look_up()
        self._count_soon.start()

    def _on_split_chosen(self, number: int) -> None:
        self._number = number
        self._parts[self.at] = self._splits[number].name
        self._look_up()

    # looking up

    def _look_up(self, *, select: int | None = None, fresh: bool = True) -> None:
        """`fresh`: another list; else the same search, asked again."""
        desk, window, part = self._desk, self._window, self.part()
        state, view = self._state(), self.view_now()
        place = self.at[1] if state is not None else 0
        by_person = self.is_by_person()
        self._asked += 1
        if desk.engine is None:
            return
        if state is not None and part is None and not by_person:
            if fresh:
                self.by_person.renew(())
                of = state
                self._show_keys(desk.read(lambda reading: reading.keys(of, place)), select, is_search=False)
            return
        query = " ".join(words for words in (part.query if part else "", view.query if view else "") if words)
        asked, store = self._asked, desk.store

        def look() -> tuple[list[RowKey], list[PersonKey]]:
            with store.reading() as reading:
                if state is not None and by_person:
                    return people_found(reading, state, place, query)
                return reading.query_keys(query, state, place), []

        def found(answer: tuple[list[RowKey], list[PersonKey]]) -> None:
            keys, people = answer
            if asked != self._asked:
                return
            standing = self.by_person.renew(people)
            if fresh:
                self._show_keys(keys, select, is_search=True)
                return
            # What is read may be unread no longer, and somebody's newest another: whoever stands on it moves on first.
            window.inbox.model.stay(window.inbox.current())
            window.inbox.model.find_again(keys)
            window.inbox.model.refresh(standing)
            desk.surroundings.say_empty()
            desk.surroundings.say_status()

        def failed(error: InboxError) -> None:
            if asked == self._asked:
                self._show_keys([], None, is_search=True)
                desk.say(str(error), tone="warn")

        engine = desk.engine_now()
        engine.runner.run("list", look, found, failed, alive=lambda: not engine.closed)

    def _show_keys(self, keys: Sequence[RowKey], select: int | None, *, is_search: bool) -> None:
        desk, sort = self._desk, self._desk.remembered.sort
        state = self._state()
        self._window.inbox.show_view(
            self.title(),
            state,
            self.at[1] if state is not None else 0,
            Sort(sort) if sort in set(Sort) else Sort.WORTH,
            keys,
            select=select,
            is_search=is_search,
        )
        desk.surroundings.say_empty()
        desk.surroundings.say_status()
        desk.details.soon()

    def _count(self) -> None:
        """The parts of this view, and the saved ones in the sidebar."""
        desk, state, view = self._desk, self._state(), self._view()
        if desk.engine is None or desk.engine.closed:
            return
        place = self.at[1] if state is not None else 0
        self._counting += 1
        counting, store, saved = self._counting, desk.store, tuple(self.saved)
        has_parts = state is not None or view != 0

        def look() -> tuple[dict[Split, Count], dict[int, Count]]:
            with store.reading() as reading:
                try:
                    parts = reading.split_counts(state, place, view) if has_parts else []
                except KeyError:
                    parts = []  # the view was removed meanwhile
                of_saved: dict[int, Count] = {}
                for one in saved:
                    try:
                        of_saved[one.id] = reading.query_count(one.query)
                    except InboxError:
                        continue  # its tag is gone: it is shown without a count, and says why when it is opened
                return {part.split: part.count for part in parts}, of_saved

        def counted(answer: tuple[dict[Split, Count], dict[int, Count]]) -> None:
            if counting != self._counting:
                return
            parts, of_saved = answer
            if has_parts and self._window.lists.currentWidget() is self._window.inbox:
                whole = {split for split in parts if not split.query}
                shown = {split: count for split, count in parts.items() if split not in whole}
                self._window.inbox.splits.show_counts(shown)
            if of_saved != self.counts:
                self.counts = of_saved
                desk.surroundings.show()

        engine = desk.engine_now()
        engine.runner.run("counts", look, counted, alive=lambda: not engine.closed)

    def on_changed(self, changes: Changes) -> None:
        window, read = self._window, self._desk.read
        if changes.views:
            self.saved = read(lambda reading: reading.views())
            if self.at[0] == SAVED and self.view_now() is None:
                self.show_state(State.WAITING)
        if changes.rules or any(key.startswith(SPLITS_OF) for key in changes.settings):
            self._renew_splits()
        if self.at == OUTBOX and (changes.outbox or changes.conversations):
            self._fill_outbox()
        if self.at == DRAFTS and changes.conversations:
            self._fill_drafts()
        if changes.rows or changes.conversations or changes.people or changes.views:
            if window.inbox.model.is_search and self.at[0] not in (PEOPLE, OWN):
                self._again.start()
            self._count_soon.start()

    # what was found

    def is_searching(self) -> bool:
        return self._window.lists.currentWidget() is self._window.results

    def show_results(self) -> None:
        if not self.is_searching():
            self._before_search = self.at
        self._window.lists.setCurrentWidget(self._window.results)
        self._window.sidebar.choose(None)
        self._desk.surroundings.say_empty()

    def leave_search(self) -> None:
        self._window.top.search.line.clear()
        self.show(self._before_search)
