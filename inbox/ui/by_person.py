"""One row a person: the newest of their conversations stands in the list for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from inbox.core.model import Reason, Row, RowKey, State
from inbox.core.ports import Reading
from inbox.core.views import PersonKey

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

GROUPED = (State.WAITING, State.THEM, State.SNOOZED)
"""Views that can show one row a person."""


class ByPerson:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.shows_one = False
        """Somebody came for one conversation: it is not behind a row of several."""
        self._people: dict[int, PersonKey] = {}  # by the conversation that stands for the person

    def is_on(self, state: State | None) -> bool:
        """`state`: of the view that is shown; None for a saved search."""
        return self._desk.remembered.by_person and state in GROUPED and not self.shows_one

    def turn(self, state: State) -> str:
        """On or off, for the view of `state`, which is one of GROUPED. Says what is so now."""
        self._desk.remembered.by_person = not self.is_on(state)
        self.shows_one = False
        return "One row a person." if self._desk.remembered.by_person else "One row a conversation."

    def renew(self, people: Sequence[PersonKey]) -> set[int]:
        """Those of the list that is shown. Returns the conversations that stood or stand for somebody."""
        before, self._people = self._people, {one.conversations[0]: one for one in people}
        return {*before, *self._people}

    def read_rows(self, reading: Reading, ids: Sequence[int]) -> list[Row]:
        """Values for the list; who has several conversations says so first."""
        rows = reading.rows(ids)
        several = {id: one for id in ids if (one := self._people.get(id)) is not None and len(one.conversations) > 1}
        if not several:
            return rows
        others = reading.rows([id for one in several.values() for id in one.conversations])
        networks = {row.id: row.network for row in others}
        return [_together(row, several[row.id], networks) if row.id in several else row for row in rows]

    def open(self) -> bool:
        """The conversations behind a row of several, in the place of the list; False where it is one."""
        desk, window = self._desk, self._desk.window
        one = self._people.get(desk.current() or 0)
        if one is None or len(one.conversations) < 2 or desk.list_pane() is not window.inbox:
            return False
        rows = desk.read(lambda reading: reading.rows(one.conversations))
        desk.views.show_results()
        window.results.show_rows(rows[0].called if rows else one.name, f"{len(rows)} conversations", rows)
        window.results.setFocus()
        desk.surroundings.say_empty()
        desk.surroundings.say_status()
        return True


def people_found(reading: Reading, state: State, place: int, query: str) -> tuple[list[RowKey], list[PersonKey]]:
    """One key a person: their newest conversation with the worth of the best, and back with the soonest."""
    people = reading.person_keys(state, place)
    if query:
        fitting = {key.id for key in reading.query_keys(query, state, place)}
        people = [one for one in people if not fitting.isdisjoint(one.conversations)]
    wakes = {key.id: key.wakes for key in reading.keys(state, place)} if state is State.SNOOZED else {}
    return [
        RowKey(
            one.conversations[0],
            state,
            place,
            one.worth,
            one.at,
            one.name,
            one.person,
            min((wakes[id] for id in one.conversations if id in wakes), default=0),
        )
        for one in people
    ], people


def _together(row: Row, one: PersonKey, networks: dict[int, str]) -> Row:
    on = len({networks[id] for id in one.conversations if id in networks})
    words = f"{len(one.conversations)} conversations" + (f" on {on} networks" if on > 1 else "")
    return replace(row, reasons=(Reason("together", words, 0), *row.reasons))
