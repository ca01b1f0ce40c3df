"""Views of people: which list is shown, who is in it by now, the lines of the sidebar, and the search among people.

Whatever may take long (all of a hundred thousand, a search, counting) is looked up in lanes; an answer that is no
longer asked for is dropped, and its looking is broken off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.core.segments import COUNTED, OwnSegment, PeopleOf
from inbox.core.views import Count
from inbox.rules.people_words import TITLES
from inbox.rules.thresholds import DEFAULTS, SETTING, in_force
from inbox.ui import people_words as words
from inbox.ui.empty import Emptiness, in_a_line
from inbox.ui.sidebar import SidebarEntry, SidebarSection

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.people_pane import PeoplePane

PEOPLE, OWN = "people", "segment"
EVERYONE_AT = (PEOPLE, 0)
SEGMENTS = tuple(Segment)
LOOK_AGAIN_MS, COUNT_AFTER_MS = 200, 400
"""News come in bursts; lists and counts may follow a moment later."""


def at_of(segment: Segment | None) -> tuple[str, int]:
    """As `Views.at` names it."""
    return (PEOPLE, 0 if segment is None else SEGMENTS.index(segment) + 1)


class PeopleViews(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._pane: PeoplePane | None = None
        self.own: list[OwnSegment] = []
        self._limits = DEFAULTS
        self.counts: dict[str, int] = {}
        self.own_counts: dict[int, Count] = {}
        self._at = EVERYONE_AT
        self._query = ""
        """What is searched for among people."""
        self._asked = self._counting = 0
        self._acted = False
        self._stays: int | None = None
        """Whoever is no longer in the list, but is looked at."""
        self._again = QTimer(self, interval=LOOK_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._look_again)
        self._count_soon = QTimer(self, interval=COUNT_AFTER_MS, singleShot=True)
        self._count_soon.timeout.connect(self._count)

    def begin(self) -> None:
        """The store is bound."""
        self.learn_own()
        self._learn_limits()
        self._count()

    def _learn_limits(self) -> None:
        """From which numbers on somebody is in a segment, for its rule in words."""
        self._limits = in_force({}, self._desk.read(lambda reading: reading.counted_by()))

    def learn_own(self) -> None:
        self.own = self._desk.read(lambda reading: reading.segments())

    # what is shown

    @property
    def pane(self) -> PeoplePane:
        """Made when people are first looked at: nothing of it is needed for the first paint."""
        if self._pane is None:
            from inbox.ui.people_pane import PeoplePane

            desk, window = self._desk, self._desk.window
            pane = PeoplePane(
                window.look, desk.faces, desk.clock.now, lambda one: desk.read(lambda reading: reading.talk_with(one))
            )
            window.lists.addWidget(pane)
            pane.current_changed.connect(lambda _: desk.details.soon())
            pane.current_changed.connect(lambda _: self._on_moved())
            pane.current_changed.connect(desk.screen.peeking.on_moved)
            pane.model.marks_changed.connect(lambda _: desk.surroundings.say_status())
            pane.sort_changed.connect(self._on_sorted)
            pane.rule_wanted.connect(self._on_rule_wanted)
            pane.save_wanted.connect(lambda: desk.run("people.segment_new"))
            pane.rows.clicked.connect(desk.screen.on_clicked)
            pane.rows.doubleClicked.connect(lambda _: desk.run("navigate.open"))
            self._pane = pane
        return self._pane

    @property
    def is_shown(self) -> bool:
        return self._pane is not None and self._desk.window.lists.currentWidget() is self._pane

    @property
    def is_searching(self) -> bool:
        return self.is_shown and bool(self._query)

    @property
    def query(self) -> str:
        """Of the search, else of the segment of one's own that is shown, else "" ."""
        own = self.own_now()
        return self._query or (own.query if own is not None else "")

    def segment_now(self) -> Segment | None:
        return SEGMENTS[self._at[1] - 1] if self._at[0] == PEOPLE and self._at[1] else None

    def own_now(self) -> OwnSegment | None:
        return next((one for one in self.own if (OWN, one.id) == self._at), None)

    def show(self, at: tuple[str, int], *, select: int | None = None) -> None:
        self._at, self._query = at, ""
        window = self._desk.window
        window.lists.setCurrentWidget(self.pane)
        window.sidebar.choose(at)
        self._look_up(select)
        self._desk.surroundings.show()
        self._desk.details.soon()

    def show_person(self, person: int) -> None:
        """Among everyone."""
        self._desk.views.show(EVERYONE_AT, select=person)
        self._desk.list_pane().setFocus()

    def open_person(self) -> bool:
        """All conversations with somebody of several, in the place of the list; the profile of who never wrote. False
        where there is one to open."""
        person = self._desk.person() if self.is_shown else None
        if person is None:
            return False
        desk = self._desk
        talks = desk.read(lambda reading: reading.talks_with(person))
        if len(talks) == 1:
            return False
        if not talks:
            desk.screen.show_panel()
            desk.window.person.take_focus()
            return True
        rows = desk.read(lambda reading: reading.rows(talks))
        desk.views.show_results()
        desk.window.results.show_rows(rows[0].called, f"{len(rows)} conversations", rows)
        desk.window.results.setFocus()
        desk.surroundings.say_empty()
        desk.surroundings.say_status()
        return True

    def _title(self) -> str:
        own, segment = self.own_now(), self.segment_now()
        if self._query:
            return "People"
        return own.name if own is not None else TITLES[segment] if segment is not None else words.EVERYONE

    def _of(self) -> PeopleOf:
        own = self.own_now()
        if self._query:
            return PeopleOf(query=self._query, typed=True)
        return PeopleOf(query=own.query) if own is not None else PeopleOf(self.segment_now())

    def sort(self) -> PeopleSort:
        kept = self._desk.remembered.people_sort
        return PeopleSort(kept) if kept in set(PeopleSort) else PeopleSort.CONTACT

    def sort_next(self) -> None:
        order = list(PeopleSort)
        self._on_sorted(order[(order.index(self.sort()) + 1) % len(order)])

    def _on_sorted(self, sort: object) -> None:
        self._desk.remembered.people_sort = str(sort)
        self._look_up(self.pane.person())

    # looking up

    def _look_up(self, select: int | None) -> None:
        of, sort, pane = self._of(), self.sort(), self.pane
        own = self.own_now()
        pane.rule.say(*self._rule(own))
        if of == PeopleOf():
            # The beginning at once: it is as quick with a hundred thousand people as with a hundred.
            self._show(self._desk.read(lambda reading: reading.people_page(sort)), select)

            comes_later = select is not None and pane.model.row_of(select) is None

            def found(ids: list[int]) -> None:
                pane.model.go_on(ids)
                if comes_later and select is not None:
                    pane.select(select)

            self._ask(of, sort, found)
        else:
            self._ask(of, sort, lambda ids: self._show(ids, select))

    def _show(self, ids: Sequence[int], select: int | None) -> None:
        segment = self._of().segment
        desk = self._desk

        def read(wanted: Sequence[int]) -> list[PersonRow]:
            return desk.read(lambda reading: reading.people_rows(wanted, segment))

        self.pane.show_people(
            self._title(),
            ids,
            read,
            sort=self.sort(),
            shows_why=segment not in (None, Segment.STARRED),
            select=select,
            can_be_saved=bool(self._query),
        )
        self.say_empty()
        desk.surroundings.say_status()

    def _look_again(self) -> None:
        """Who is in the list by now; held lists let nobody in under the reader's eyes."""
        if self.is_shown:
            acted, self._acted = self._acted, False
            self._ask(self._of(), self.sort(), lambda ids: self._renew(ids, acted=acted))

    def _renew(self, ids: list[int], *, acted: bool) -> None:
        """Whoever is looked at stays until one moves on, but for one's own act: a note that is being written about them
        must not go on about somebody else."""
        model, here = self.pane.model, self.pane.person()
        leaves = here is not None and not acted and here not in ids
        self._stays = here if leaves else None
        model.renew(ids if self._stays is None else model.with_also(self._stays, ids), at_once=acted)

    def _on_moved(self) -> None:
        if self._stays is not None and self.pane.person() != self._stays:
            self._stays = None
            self._again.start()

    def _ask(self, of: PeopleOf, sort: PeopleSort, then: Callable[[list[int]], None]) -> None:
        desk, engine, store = self._desk, self._desk.engine_now(), self._desk.store
        self._asked += 1
        asked = self._asked

        def is_over() -> bool:
            return asked != self._asked or engine.runner.stopping()

        def look() -> list[int]:
            with store.reading() as reading:
                return reading.people_ids(of, sort, stop=is_over)

        def found(ids: list[int]) -> None:
            if asked == self._asked:
                desk.finding.help.say_wrong("")
                then(ids)
                self.say_empty()
                desk.surroundings.say_status()

        def failed(error: InboxError) -> None:
            if asked != self._asked:
                return
            if of.typed:
                desk.finding.help.say_wrong(str(error))
            else:
                self._show((), None)
                desk.say(str(error), tone="warn")

        engine.runner.run("people", look, found, failed, alive=lambda: not engine.closed)

    def _rule(self, own: OwnSegment | None) -> tuple[str, str]:
        segment = self.segment_now()
        if self._query:
            return "", ""
        if own is not None:
            return f"Whoever fits: {own.query}", "Edit"
        if segment is None:
            return "", ""
        return words.rule_of(segment, self._limits), words.CHANGES if segment in words.BY_NUMBERS else ""

    def _on_rule_wanted(self) -> None:
        """To the editor of a segment of one's own, to the numbers of a built-in one."""
        self._desk.run("people.segment_edit" if self.own_now() is not None else "app.what_counts")

    # searching among people

    def search(self, query: str) -> None:
        self._query = query
        self._desk.window.sidebar.choose(None)
        self._look_up(None)

    def leave_search(self) -> bool:
        """False where nothing is searched for."""
        if not self.is_searching:
            return False
        self._query = ""
        self._desk.window.top.search.line.clear()
        self.show(self._at)
        return True

    # around the list

    def section(self) -> SidebarSection:
        lines = [SidebarEntry(EVERYONE_AT, words.ICONS[None], words.EVERYONE, self.counts.get(COUNTED, 0))]
        for segment in SEGMENTS:
            count, at = self.counts.get(segment, 0), at_of(segment)
            if count or (self.is_shown and self._at == at):
                title = TITLES[segment]
                lines.append(
                    SidebarEntry(at, words.ICONS[segment], title, count, tooltip=words.rule_of(segment, self._limits))
                )
        for own in self.own:
            counted = self.own_counts.get(own.id)
            shown = str(counted) if counted is not None and counted.n else 0
            lines.append(SidebarEntry((OWN, own.id), "person", own.name, shown, tooltip=own.query))
        return SidebarSection("People", tuple(lines))

    def sentence(self) -> str:
        """For the status bar."""
        model = self.pane.model
        if model.marked:
            return f"{len(model.marked):,} marked · tags only"
        return f"{words.people(model.rowCount())} here" if model.rowCount() else "Nobody here"

    def nothing(self) -> Emptiness:
        """For the middle: nobody in the list, or somebody who never wrote."""
        row = self.pane.model.values_at(self.pane.rows.currentIndex().row())
        if row is None:
            return self.pane.nothing
        said = "Likes, shares and follows stand in the profile." if not row.messages_in else ""
        return Emptiness("people", f"{row.name} has not written to you yet", said)

    def say_empty(self) -> None:
        if not self.is_shown:
            return
        own = self.own_now()
        if self._query:
            state = words.nobody_found(self._query)
        else:
            state = words.nobody_fits(own.name, own.query) if own is not None else words.nobody(self.segment_now())
        self.pane.say_empty(state, in_a_line(state))

    # changes

    def on_acted(self) -> None:
        """The person changed something: whoever comes into the list by that is let in at once."""
        self._acted = True
        if self._pane is not None:
            self._pane.model.unmark()

    def on_changed(self, changes: Changes) -> None:
        if changes.segments:
            self.learn_own()
            if self._at[0] == OWN and self.is_shown:
                self._desk.views.show(self._at if self.own_now() is not None else EVERYONE_AT)
        if any(key.startswith(SETTING) for key in changes.settings):
            self._learn_limits()
            if self.is_shown:
                self.pane.rule.say(*self._rule(self.own_now()))
        if not (changes.people or changes.rows or changes.conversations or changes.segments):
            return
        if not self._count_soon.isActive():
            self._count_soon.start()
        if self.is_shown:
            self.pane.forget_talk()
            self.pane.model.forget_values()
            if not self._again.isActive():
                self._again.start()

    def _count(self) -> None:
        desk, engine = self._desk, self._desk.engine
        if engine is None or engine.closed:
            return
        self._counting += 1
        counting, store, own = self._counting, desk.store, tuple(self.own)

        def look() -> tuple[dict[str, int], dict[int, Count]]:
            with store.reading() as reading:
                counts = reading.segment_counts()
                counted: dict[int, Count] = {}
                for one in own:
                    if counting != self._counting:
                        break
                    try:
                        counted[one.id] = reading.people_count(one.query, stop=engine.runner.stopping)
                    except InboxError:
                        continue  # its tag is gone: it is shown without a count, and says why when it is opened
                return counts, counted

        def found(answer: tuple[dict[str, int], dict[int, Count]]) -> None:
            if counting == self._counting and answer != (self.counts, self.own_counts):
                self.counts, self.own_counts = answer
                desk.surroundings.show()

        engine.runner.run("people-counts", look, found, alive=lambda: not engine.closed)
