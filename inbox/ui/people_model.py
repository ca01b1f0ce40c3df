"""The people of one list: ids in order, and the values of those only that somebody looks at.

While it is held (the list has the focus) nobody comes in or changes places under the reader's eyes; whoever left goes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from inbox.core.relation import PersonRow
from inbox.ui.row_model import NOWHERE, ONE_BY_ONE, Index, RowModel
from inbox.ui.row_order import runs


class PeopleModel(RowModel[PersonRow]):
    def __init__(self, describe: Callable[[PersonRow], str]) -> None:
        super().__init__(lambda _: [], describe, all_of_them="People", one="Person")
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        """Where each id stands; empty while nobody asked."""
        self._held = False
        self._waiting: list[int] | None = None
        """The order of now, once the list is no longer held."""

    # who is shown

    def show(self, ids: Sequence[int], read: Callable[[Sequence[int]], list[PersonRow]]) -> None:
        """Another list. Whatever waited is forgotten."""
        self.unmark()
        self._waiting, self._read = None, read
        self._rows.clear()
        self._reset(list(ids))
        self.pending_changed.emit(0)

    def go_on(self, ids: Sequence[int]) -> None:
        """All of the list whose beginning is shown."""
        known = len(self._ids)
        if list(ids[:known]) != self._ids:
            self.renew(ids, at_once=True)
        elif len(ids) > known:
            self.beginInsertRows(NOWHERE, known, len(ids) - 1)
            self._ids += ids[known:]
            self._places.clear()
            self.endInsertRows()

    def with_also(self, one: int, now: Sequence[int]) -> list[int]:
        """The list of now, and somebody who is shown: before whoever follows them here."""
        there = set(now)
        follows = next((each for each in self._ids[(self.row_of(one) or 0) + 1 :] if each in there), None)
        at = now.index(follows) if follows is not None else len(now)
        return [*now[:at], one, *now[at:]]

    def renew(self, ids: Sequence[int], *, at_once: bool = False) -> None:
        """How the list is now. `at_once`: the person did it, so a held list lets it in too; whoever is there keeps
        their place all the same."""
        there = set(ids)
        self._remove([one for one in self._ids if one not in there])
        if not self._held or not self._ids:
            self._become(list(ids))
        elif at_once:
            self._become(_let_in(self._ids, ids))
        new = there - set(self._ids)
        self._waiting = list(ids) if self._ids != list(ids) else None
        self.pending_changed.emit(len(new))

    def hold(self, held: bool) -> None:
        self._held = held
        if not held:
            self.merge()

    def merge(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._become(waiting)
            self.pending_changed.emit(0)

    def refresh(self, people: Collection[int]) -> None:
        """Rows whose values changed."""
        known = [one for one in people if one in self._rows]
        for one in known:
            del self._rows[one]
        self._touch(known)

    def forget_values(self) -> None:
        self._rows.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def ids(self) -> list[int]:
        return self._ids

    def id_at(self, row: int) -> int | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, person: int | None) -> int | None:
        if person is None:
            return None
        if not self._places:
            self._places = {one: row for row, one in enumerate(self._ids)}
        return self._places.get(person)

    def _ids_between(self, start: int, end: int) -> list[int]:
        return self._ids[start:end]

    # Qt's side

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    # how it is done

    def _become(self, ids: list[int]) -> None:
        if ids == self._ids:
            return
        known = len(self._ids)
        if known and ids[:known] == self._ids:
            self.go_on(ids)
            return
        was_empty = not known
        self._reset(ids)
        if not was_empty:
            self.renewed.emit()

    def _reset(self, ids: list[int]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._places.clear()
        self.endResetModel()

    def _remove(self, people: Sequence[int]) -> None:
        """From the end, neighbours together."""
        if len(people) > ONE_BY_ONE:
            gone = set(people)
            self._reset([one for one in self._ids if one not in gone])
            self.renewed.emit()
        else:
            for last, first in runs(
                sorted((row for one in people if (row := self.row_of(one)) is not None), reverse=True)
            ):
                self.beginRemoveRows(NOWHERE, first, last)
                del self._ids[first : last + 1]
                self._places.clear()
                self.endRemoveRows()
        if self._marked & set(people):
            self.mark(people, on=False)


def _let_in(shown: Sequence[int], now: Sequence[int]) -> list[int]:
    """Those who are shown, in their order, each newcomer before whoever follows them in the order of now."""
    there, coming = set(shown), dict[int, list[int]]()
    waiting: list[int] = []
    for one in now:
        if one in there:
            coming[one], waiting = waiting, []
        else:
            waiting.append(one)
    return [each for one in shown for each in (*coming.get(one, ()), one)] + waiting
