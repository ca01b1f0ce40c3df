"""The steps that can be taken back, newest first: what, when, by which rule, and what has moved since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal

from inbox.core.model import By, Step
from inbox.core.whom import Whom
from inbox.ui.look import times
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.palette import LINE, PaletteEntry, PaletteSheet


def day_of(moment: datetime, now: datetime) -> str:
    """The heading that a step stands under."""
    days = (times.local(now).date() - times.local(moment).date()).days
    return "Today" if days < 1 else "Yesterday" if days == 1 else times.date(moment, now)


def said(step: Step) -> str:
    """ "Done: Amara Okafor, on “Sunday soup”", "Done (4): Amara Okafor and 3 others"."""
    return Whom(step.name, step.title, step.others).after(step.label, mark=isolate, titled=True)


def entry_of(step: Step, now: datetime) -> PaletteEntry:
    local = times.local(step.at)
    when = f"{local.hour}:{local.minute:02}"
    who = "by a rule" if step.by is By.RULE else ""
    parts = (when, who, step.moved and f"stays: {step.moved}")
    icon = "lock" if step.moved else "undo"
    return PaletteEntry(day_of(step.at, now), step, said(step), " · ".join(filter(None, parts)), icon=icon)


class HistorySheet(PaletteSheet):
    """Enter takes a step back; one that has moved says so and stays."""

    taken_back = Signal(object)
    """The `Step`."""
    title, prompt, says_title = "Undo history", "Type to find a step", True
    nothing = "No step that could be taken back has these words."
    legend = (("↑↓", "choose"), ("Enter", "take back"), ("Esc", "close"))

    def __init__(self, look: Look, steps: Sequence[Step], now: datetime) -> None:
        entries = [entry_of(step, now) for step in steps]

        def find(typed: str) -> list[PaletteEntry]:
            words = typed.casefold().split()
            return [one for one in entries if all(word in f"{one.title} {one.subtitle}".casefold() for word in words)]

        self._steps = len(entries)
        super().__init__(look, find)

    def _teach(self, current: QModelIndex) -> None:
        line = current.data(LINE) if current.isValid() else None
        if isinstance(line, PaletteEntry):
            self._field.setAccessibleDescription(str(current.data(Qt.ItemDataRole.AccessibleTextRole)))
        self._lesson.set_ink("soft")
        self._lesson.setText(f"{self._steps} step{'' if self._steps == 1 else 's'}")

    def _on_run(self, index: QModelIndex) -> None:
        line = index.data(LINE) if index.isValid() else None
        if not isinstance(line, PaletteEntry) or not isinstance(line.id, Step):
            return
        if line.id.moved:
            self._lesson.set_ink("warn")
            self._lesson.setText(line.id.moved)
            self._field.setAccessibleDescription(line.id.moved)
            return
        self.done.emit()
        self.taken_back.emit(line.id)
