"""The conversations of one view: a sorted array of keys, and the values of those rows only that somebody looks at.

News never reload it: `apply` bisects by the keys that a write left behind. While it is held (the list has the focus)
nothing is inserted or reordered under the reader's eyes; `merge` lets in what came meanwhile (decision 11).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence

from PySide6.QtCore import Qt

from inbox.core.changes import RowChange
from inbox.core.model import Row, RowKey, Sort, State
from inbox.ui.row_model import NOWHERE, ONE_BY_ONE, TELLS_STATE, Index, RowModel
from inbox.ui.row_order import Rank, rank_of, runs


class InboxModel(RowModel[Row]):
    def __init__(self, read: Callable[[Sequence[int]], list[Row]], describe: Callable[[Row], str]) -> None:
        super().__init__(read, describe, all_of_them="Conversations", one="Conversation")
        self._state: State | None = State.WAITING
        self._place, self._sort = 0, Sort.WORTH
        self._found: frozenset[int] | None = None  # what a search found, where it is one that is shown
        self._acted = False  # the person changed something that the search was not asked about yet
        self._keys: dict[int, RowKey] = {}
        self._order: list[Rank] = []
        self._held = False
        self._waiting: dict[int, RowKey] = {}  # what is to be inserted or moved once the list is no longer held
        self._taken: dict[int, tuple[RowKey, RowKey | None]] = {}  # predicted removals, and what waited for them
        self._staying: int | None = None  # shown until the reader moves on, even when it leaves the view
        self._staying_left = False
        self._news: set[int] = set()

    # what is shown

    def show(
        self, state: State | None, place: int, sort: Sort, keys: Iterable[RowKey], *, is_search: bool = False
    ) -> None:
        """Another view, or the same one read anew; `place` 0 is all places, `state` None all states. Everything that
        waited is forgotten. `is_search`: only what was found is in it, and `find_again` says what is found by now."""
        keys = list(keys)
        self.beginResetModel()
        self._state, self._place, self._sort = state, place, sort
        self._found, self._acted = frozenset(key.id for key in keys) if is_search else None, False
        self._keys = {key.id: key for key in keys if self._belongs(key)}
        self._order = sorted(rank_of(key, sort, self._state) for key in self._keys.values())
        self._rows.clear()
        self._waiting.clear()
        self._taken.clear()
        self._staying, self._staying_left = None, False
        self.endResetModel()
        self.unmark()
        self._tell_pending(set())

    def sort_by(self, sort: Sort) -> None:
        """Another order of the same rows; the selection stays on its conversation. What waited is merged."""
        self.merge()
        if sort is self._sort:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.id_at(index.row()) for index in before]
        self._sort = sort
        self._order = sorted(rank_of(key, sort, self._state) for key in self._keys.values())
        after = [self.index(row, 0) if (row := self.row_of(one)) is not None else NOWHERE for one in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @property
    def state(self) -> State | None:
        return self._state

    @property
    def is_search(self) -> bool:
        return self._found is not None

    @property
    def place(self) -> int:
        return self._place

    @property
    def sort_order(self) -> Sort:
        return self._sort

    def _rank(self, key: RowKey) -> Rank:
        return rank_of(key, self._sort, self._state)

    def ids(self) -> list[int]:
        return [int(rank[-1]) for rank in self._order]

    def id_at(self, row: int) -> int | None:
        return int(self._order[row][-1]) if 0 <= row < len(self._order) else None

    def row_of(self, conversation: int | None) -> int | None:
        if conversation is None or (key := self._keys.get(conversation)) is None:
            return None
        return bisect_left(self._order, self._rank(key))

    def _ids_between(self, start: int, end: int) -> list[int]:
        return [int(rank[-1]) for rank in self._order[start:end]]

    # changes

    def apply(self, changes: Sequence[RowChange], *, at_once: bool = False) -> None:
        """What a write changed. `at_once`: the person did it, so a held list lets it in too (undo brings a row back); a
        row that is there keeps its place all the same, or a star would take it from under the eyes."""
        removed: set[int] = set()
        entered: list[RowKey] = []
        moved: list[RowKey] = []
        refreshed: list[int] = []
        news = set(self._news)
        self._acted = self._acted or at_once
        for change in {change.id: change for change in changes}.values():
            self._taken.pop(change.id, None)
            self._rows.pop(change.id, None)
            after = change.after if change.after is not None and self._belongs(change.after) else None
            shown = self._keys.get(change.id)
            if after is None:
                self._waiting.pop(change.id, None)
                news.discard(change.id)
                if shown is not None and change.id == self._staying:
                    self._staying_left = True
                    refreshed.append(change.id)
                elif shown is not None:
                    removed.add(change.id)
                continue
            if change.id == self._staying:
                self._staying_left = False
            if shown is not None and self._rank(shown) == self._rank(after):
                self._keys[change.id] = after
                self._waiting.pop(change.id, None)
                news.discard(change.id)
                refreshed.append(change.id)
            elif self._held and self._order and (shown is not None or not at_once):
                self._waiting[change.id] = after
                if shown is None or after.at > shown.at:
                    news.add(change.id)
                if shown is not None:
                    refreshed.append(change.id)
            else:
                self._waiting.pop(change.id, None)
                news.discard(change.id)
                (entered if shown is None else moved).append(after)
        self._remove(removed)
        self._move(moved)
        self._insert({key.id: key for key in entered}.values())
        self._touch(refreshed)
        self._tell_pending(news)

    def find_again(self, keys: Iterable[RowKey]) -> None:
        """What the search finds now: others leave, what came is let in as news are, or at once after one's own act."""
        found = {key.id: key for key in keys if key.id not in self._taken}
        gone = [RowChange(one, key, None) for one, key in self._keys.items() if one not in found]
        come = [RowChange(key.id, self._keys.get(key.id), key) for key in found.values()]
        at_once, self._found = self._acted, frozenset(found)
        self.apply([*gone, *(change for change in come if change.before != change.after)], at_once=at_once)
        self._acted = False

    def refresh(self, conversations: Collection[int] = (), people: Collection[int] = ()) -> None:
        """Rows whose values changed while their place did not: by conversation, or by the counterpart's identity."""
        stale = set(conversations)
        if people:
            stale |= {one for one, row in self._rows.items() if row is not None and row.identity in people}
        for one in stale:
            self._rows.pop(one, None)
        self._touch(stale)

    def hold(self, held: bool) -> None:
        self._held = held
        if not held:
            self.merge()

    @property
    def pending(self) -> int:
        return len(self._news)

    def merge(self) -> None:
        waiting, self._waiting = list(self._waiting.values()), {}
        if len(waiting) > ONE_BY_ONE:
            self._renew(waiting)
        else:
            self._move([key for key in waiting if key.id in self._keys])
            self._insert([key for key in waiting if key.id not in self._keys])
        self._tell_pending(set())

    def take_away(self, conversations: Iterable[int]) -> None:
        """Rows leave before the store has said so; the change that follows confirms it, `put_back` takes it back."""
        if self._state is None:
            return  # what was done with it may leave it in the view: the search is asked again
        taken = {one: self._keys[one] for one in conversations if one in self._keys}
        # A row that only stayed for its reader has left already: it is not put back.
        for one, key in taken.items():
            waited = self._waiting.pop(one, None)
            if not (one == self._staying and self._staying_left):
                self._taken[one] = key, waited
        self._remove(set(taken))
        self._tell_pending(self._news - set(taken))

    def put_back(self, conversations: Iterable[int]) -> None:
        """The store refused: the rows that were taken away stand where they stood, and what waited for them waits."""
        pairs = [pair for one in conversations if (pair := self._taken.pop(one, None)) is not None]
        back = [pair for pair in pairs if pair[0].id not in self._keys]
        self._insert([key for key, _ in back])
        self._waiting |= {waited.id: waited for _, waited in back if waited is not None}

    def stay(self, conversation: int | None) -> None:
        """This row remains when it leaves the view (answered, "sending · Z"; dealt with elsewhere while it is read)
        until another one is named, or None."""
        before, left = self._staying, self._staying_left
        if before == conversation:
            return
        self._staying, self._staying_left = conversation, False
        if before is not None and left:
            self._remove({before})

    def loses(self, conversation: int | None, changes: Sequence[RowChange]) -> bool:
        """Whether these changes may take a conversation out of the view that goes on to be elsewhere."""
        return any(
            change.id == conversation
            and change.after is not None
            and (self._found is not None or not self._belongs(change.after))
            for change in changes
        )

    def move_on_to(self, conversation: int | None) -> None:
        """The reader stands on this row now: another one that only stayed for them goes."""
        if conversation != self._staying:
            self.stay(None)

    # Qt's side

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._state is None if role == TELLS_STATE else super().data(index, role)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    # how it is done

    def _belongs(self, key: RowKey) -> bool:
        is_there = self._state in (None, key.state) and self._place in (0, key.place)
        return is_there and (self._found is None or key.id in self._found)

    def _remove(self, conversations: set[int]) -> None:
        """From the end, neighbours together."""
        rows = sorted((row for one in conversations if (row := self.row_of(one)) is not None), reverse=True)
        for last, first in runs(rows):
            self.beginRemoveRows(NOWHERE, first, last)
            for rank in self._order[first : last + 1]:
                del self._keys[int(rank[-1])]
                self._rows.pop(int(rank[-1]), None)
            del self._order[first : last + 1]
            self.endRemoveRows()
        if self._marked & conversations:
            self.mark(conversations, on=False)
        if self._staying in conversations:
            self._staying, self._staying_left = None, False

    def _move(self, keys: Iterable[RowKey]) -> None:
        for key in keys:
            here, rank = self.row_of(key.id), self._rank(key)
            if here is None:
                continue
            there = bisect_left(self._order, rank)
            moves = there not in (here, here + 1)
            if moves:
                self.beginMoveRows(NOWHERE, here, here, NOWHERE, there)
            del self._order[here]
            self._order.insert(there - 1 if there > here else there, rank)
            self._keys[key.id] = key
            if moves:
                self.endMoveRows()
            self._touch((key.id,))

    def _insert(self, keys: Iterable[RowKey]) -> None:
        """In order, those that come to stand side by side together."""
        arriving = sorted((self._rank(key), key) for key in keys)
        start = 0
        while start < len(arriving):
            row = bisect_left(self._order, arriving[start][0])
            border = self._order[row] if row < len(self._order) else None
            end = start + 1
            while end < len(arriving) and (border is None or arriving[end][0] < border):
                end += 1
            run = arriving[start:end]
            self.beginInsertRows(NOWHERE, row, row + len(run) - 1)
            self._order[row:row] = [rank for rank, _ in run]
            self._keys.update({key.id: key for _, key in run})
            self.endInsertRows()
            start = end

    def _renew(self, keys: Iterable[RowKey]) -> None:
        """What `_move` and `_insert` do, in one go. The view finds its conversation again after `renewed`."""
        changed = {key.id: key for key in keys}
        self.beginResetModel()
        self._order = [rank for rank in self._order if rank[-1] not in changed]
        self._order += sorted(self._rank(key) for key in changed.values())
        self._order.sort()
        self._keys |= changed
        for one in changed:
            self._rows.pop(one, None)
        self.endResetModel()
        self.renewed.emit()

    def _tell_pending(self, news: set[int]) -> None:
        if news != self._news:
            self._news = news
            self.pending_changed.emit(len(news))
