"""Search, palette, history, places and the program itself (`commands.program_screen.ProgramScreen`): a part of
`ui/screen.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inbox.core.model import Step
from inbox.ui.look.theme import LARGEST, SMALLEST

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

STEP_PERCENT = 10


class ProgramScreen:
    _desk: Desk

    def focus_search(self) -> None:
        self._desk.focusing.leave()
        self._desk.window.top.focus_search()

    def open_palette(self) -> None:
        self._desk.finding.open_palette()

    def open_history(self) -> None:
        desk = self._desk
        steps = desk.read(lambda reading: reading.undo_steps())
        if not steps:
            desk.say("There is nothing to take back.")
            return
        from inbox.ui.history_sheet import HistorySheet

        sheet = HistorySheet(self._desk.window.look, steps, desk.clock.now())
        sheet.taken_back.connect(self._take_back)
        self._desk.window.overlay.open(sheet)

    def _take_back(self, step: object) -> None:
        if isinstance(step, Step):
            batch = step.batch
            self._desk.act(lambda write: write.undo(batch), brings_back=True)

    def open_keys(self) -> None:
        self._desk.finding.open_keys()

    def open_change_keys(self) -> None:
        self._desk.finding.open_change_keys()

    def open_settings(self) -> None:
        self._desk.finding.open_settings()

    def open_welcome(self) -> None:
        self._desk.flow.open()

    def open_import(self) -> None:
        self._desk.moving.open()

    def open_export(self) -> None:
        self._desk.moving.ask_export()

    def sign_in(self) -> None:
        self._desk.flow.sign_in()

    def pause_place(self) -> None:
        self._desk.care.pause()

    def sign_out(self) -> None:
        self._desk.care.sign_out()

    def remove_place(self) -> None:
        self._desk.care.remove()

    def get_offline(self) -> None:
        self._desk.getting_ready.open()

    def open_sample(self) -> None:
        self._desk.window.sample_wanted.emit()

    def leave_sample(self) -> None:
        self._desk.window.own_wanted.emit()

    def toggle_theme(self) -> None:
        self._desk.theme.switch()
        self._desk.keep_theme()

    def toggle_contrast(self) -> None:
        theme = self._desk.theme
        theme.choose_contrast(not theme.contrast)
        self._desk.keep_theme()

    def scale_text(self, by: int) -> None:
        percent = 100 if by == 0 else round(self._desk.window.look.scale * 100) + by * STEP_PERCENT
        self._desk.window.look.set_scale(min(LARGEST, max(SMALLEST, percent / 100)))
        self._desk.keep_scale()

    def quit(self) -> None:
        self._desk.window.close()
