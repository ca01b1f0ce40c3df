"""Marking rows of a list, to do one thing with all of them: one, a range, everything in view, or by click."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt

from inbox.ui.row_list import Rows


class Marked(Protocol):
    @property
    def marked(self) -> Collection[int]: ...
    def ids(self) -> Sequence[int]: ...
    def id_at(self, row: int) -> int | None: ...
    def row_of(self, id: int | None) -> int | None: ...
    def mark(self, ids: Collection[int], *, on: bool = True) -> None: ...


class Marking(QObject):
    def __init__(self, rows: Rows, model: Marked) -> None:
        super().__init__(rows)
        self._rows, self._model = rows, model
        self._from: int | None = None
        """What was marked last: a range begins there."""
        rows.clicked_with.connect(self._on_clicked_with)

    def toggle(self, *, through: bool) -> None:
        """The current row; `through`: all from the row marked last up to it."""
        self._mark(self._rows.currentIndex().row(), through=through)

    def all(self) -> None:
        """All of them; none where all were marked."""
        ids = self._model.ids()
        self._model.mark(tuple(ids), on=len(self._model.marked) < len(ids))

    def chosen(self, current: int | None) -> tuple[int, ...]:
        """What a command means: the marked rows in their order, or the current one."""
        marked = self._model.marked
        if marked:
            return tuple(one for one in self._model.ids() if one in marked)
        return () if current is None else (current,)

    def _mark(self, row: int, *, through: bool) -> None:
        here = self._model.id_at(row)
        if here is None:
            return
        start = self._model.row_of(self._from) if through else None
        if start is None:
            self._model.mark((here,), on=here not in self._model.marked)
        else:
            low, high = sorted((start, row))
            self._model.mark(self._model.ids()[low : high + 1])
        self._from = here

    def _on_clicked_with(self, row: object, modifiers: object) -> None:
        if isinstance(row, int) and isinstance(modifiers, Qt.KeyboardModifier):
            self._mark(row, through=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
