"""What is done with segments of one's own and with several people: the editor with its preview, order, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.ports import Writing
from inbox.core.relation import PeopleSort, PersonRow
from inbox.core.segments import MOST_AT_ONCE, OwnSegment, PeopleOf
from inbox.core.views import Count
from inbox.ui.people_views import OWN, PEOPLE

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.segment_sheet import SegmentSheet


class Segmenting(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked = 0
        desk.window.sidebar.menu_wanted.connect(self._on_menu_wanted)

    # the editor

    def new(self) -> None:
        """From what is searched for among people, if anything."""
        people = self._desk.people
        self._open(None, people.query if people.is_searching else "")

    def edit(self, segment: OwnSegment | None = None) -> None:
        one = segment or self._at_hand("The built-in segments follow their rules. Make one of your own to edit it.")
        if one is not None:
            self._open(one, one.query)

    def _open(self, segment: OwnSegment | None, query: str) -> None:
        from inbox.ui.segment_sheet import SegmentSheet

        desk = self._desk
        desk.finding.learn_values()
        sheet = SegmentSheet(
            desk.window.look,
            desk.faces,
            "New segment" if segment is None else "Edit the segment",
            name="" if segment is None else segment.name,
            query=query,
            values=lambda: desk.finding.values,
        )
        sheet.asked.connect(lambda typed: self._look_up(sheet, typed))
        sheet.kept.connect(lambda name, typed: self._keep(sheet, segment, name, typed))
        desk.window.overlay.open(sheet)
        sheet.begin()

    def _look_up(self, sheet: SegmentSheet, typed: str) -> None:
        """In a lane of its own; what is typed next breaks it off."""
        from inbox.ui.segment_sheet import SHOWN

        desk, engine, store = self._desk, self._desk.engine_now(), self._desk.store
        self._asked += 1
        asked = self._asked

        def is_over() -> bool:
            return asked != self._asked or engine.runner.stopping()

        def look() -> tuple[Count, list[PersonRow]]:
            with store.reading() as reading:
                count = reading.people_count(typed, stop=is_over)
                first = reading.people_ids(PeopleOf(query=typed), PeopleSort.CONTACT, limit=SHOWN, stop=is_over)
                return count, reading.people_rows(first)

        def found(answer: tuple[Count, list[PersonRow]]) -> None:
            if asked == self._asked and desk.window.overlay.sheet is sheet:
                sheet.show_found(*answer)

        def failed(error: InboxError) -> None:
            if asked == self._asked and desk.window.overlay.sheet is sheet:
                sheet.show_wrong(str(error))

        engine.runner.run("segment", look, found, failed, alive=lambda: not engine.closed)

    def _keep(self, sheet: SegmentSheet, segment: OwnSegment | None, name: str, query: str) -> None:
        """The sheet stays, with what is wrong, until it could be kept."""
        desk = self._desk
        made: list[int] = []

        def work(write: Writing) -> Changes:
            if segment is not None:
                return write.change_segment(segment.id, name=name, query=query)
            number, changes = write.add_segment(name, query)
            made.append(number)
            return changes

        def kept(changes: Changes) -> None:
            if desk.window.overlay.sheet is sheet:
                desk.window.overlay.close_sheet()
            desk.queued(changes)
            if made:
                desk.people.learn_own()
                desk.window.top.search.line.clear()
                desk.views.show((OWN, made[0]))
                desk.list_pane().setFocus()

        def failed(error: InboxError) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.show_wrong(str(error))
            else:
                desk.say(str(error), tone="warn")

        desk.engine_now().write(work, kept, failed)

    # order

    def move(self, by: int, segment: OwnSegment | None = None) -> None:
        if (one := segment or self._at_hand()) is not None:
            there = max(0, min(one.position + by, len(self._desk.people.own) - 1))
            self._desk.act(lambda write: write.move_segment(one.id, there))

    def remove(self, segment: OwnSegment | None = None) -> None:
        """Without a question: it can be taken back."""
        if (one := segment or self._at_hand()) is not None:
            self._desk.act(lambda write: write.remove_segment(one.id))

    def _at_hand(self, otherwise: str = "") -> OwnSegment | None:
        people = self._desk.people
        own = people.own_now() if people.is_shown else None
        if own is None:
            is_built_in = people.is_shown and people.segment_now() is not None
            self._desk.say(otherwise if otherwise and is_built_in else "Open a segment of your own first.")
        return own

    def _on_menu_wanted(self, key: object, spot: QPoint) -> None:
        """On a line of the sidebar that is about people."""
        desk = self._desk
        if not isinstance(key, tuple) or key[0] not in (PEOPLE, OWN):
            return
        menu = QMenu(desk.window)
        segment = next((one for one in desk.people.own if (OWN, one.id) == key), None)
        if segment is not None:
            menu.addAction("Edit…").triggered.connect(lambda: self.edit(segment))
            menu.addAction("Move up").triggered.connect(lambda: self.move(-1, segment))
            menu.addAction("Move down").triggered.connect(lambda: self.move(1, segment))
            menu.addSeparator()
            menu.addAction("Remove").triggered.connect(lambda: self.remove(segment))
        else:
            menu.addAction("New segment…").triggered.connect(self.new)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    # tags of several

    def ask_tags(self) -> bool:
        """False where there are not several people."""
        desk = self._desk
        people = tuple(desk.people_chosen())
        if len(people) < 2:
            return False
        if len(people) > MOST_AT_ONCE:
            desk.say(
                f"{len(people):,} people are too many for one step. Mark at most {MOST_AT_ONCE} of them.", tone="warn"
            )
            return True
        from inbox.ui.tags_sheet import TagsSheet

        sheet = TagsSheet(desk.window.look, desk.read(lambda reading: reading.people_rows(people)))

        def change(add: object, remove: object) -> None:
            if isinstance(add, tuple) and isinstance(remove, tuple):
                desk.act(lambda write: write.change_tags(people, add=add, remove=remove))

        sheet.changed.connect(change)
        desk.window.overlay.open(sheet)
        return True
