"""What the engine does slice by slice, for as long as it takes: forgetting, and deriving everybody anew when what
counts is another. What the person does goes first between two slices, and a start goes on where an end broke off.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.ports import Priority

if TYPE_CHECKING:
    from inbox.ui.engine import Engine

T = TypeVar("T")
SILENT_S = 2.0
"""What is done sooner is not spoken of."""
_DUE = "due:"


class Upkeep:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._done: float | None = None

    @property
    def counted(self) -> float | None:
        """How much of everybody is derived anew, from 0 to 1; None where nothing is, or it began just now."""
        return self._done

    def start(self) -> None:
        self._forget()
        self._count()

    def follow(self, changes: Changes) -> None:
        if changes.imports:
            self._forget()
        if any(key.startswith(_DUE) for key in changes.settings):
            self._count()

    def _forget(self) -> None:
        """What the last end broke off, or a large import that was taken back."""
        self._run("forgetting", self._go_on_forgetting, self._on_forgotten)

    def _go_on_forgetting(self) -> str:
        """In a lane."""
        from inbox.services import accounts

        engine = self._engine
        return accounts.go_on_forgetting(engine.store, engine.runner.stopping, engine.left.emit)

    def _on_forgotten(self, what_stays: str) -> None:
        self._engine.left.emit(0)
        if what_stays:
            self._engine.said.emit(what_stays)

    def _count(self) -> None:
        self._run("counting", self._go_on_counting, lambda _: self._show(None))

    def _go_on_counting(self) -> None:
        """In a lane."""
        engine = self._engine
        began = engine.clock.monotonic()
        done = 0.0
        while done < 1 and not engine.runner.stopping():
            done = engine.store.write(lambda write: write.count_more(), Priority.INTAKE)
            if done < 1 and engine.clock.monotonic() - began > SILENT_S:
                engine.deliver(partial(self._show, done))

    def _show(self, done: float | None) -> None:
        if done != self._done:
            self._done = done
            self._engine.looked.emit()

    def _run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        engine = self._engine
        engine.runner.run(lane, work, done, self._on_failed, alive=lambda: not engine.closed)

    def _on_failed(self, error: InboxError) -> None:
        """The rest comes with the next start, or sooner with the clockwork."""
        self._show(None)
        self._engine.said.emit(str(error))
