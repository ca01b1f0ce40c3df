"""Getting ready to go offline: what waits is read whole in the places' own lanes, side by side, while all else goes on.

How far it is stands in the top bar; one sentence says how it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inbox.core.errors import InboxError
from inbox.core.model import PlaceStatus
from inbox.ui.notice_bar import Notice

if TYPE_CHECKING:
    from inbox.services.offline import Need, Outcome, Ready
    from inbox.services.sync import SyncReport
    from inbox.ui.desk import Desk
    from inbox.ui.offline_sheets import ProgressSheet

PICTURES = "offline-pictures"
"""The lane in which pictures are loaded, one after the other."""


class _Round:
    """One time of getting ready. `stopped` is looked at in the lanes."""

    def __init__(self, needs: Sequence[Need], *, pictures: bool) -> None:
        self.needs = needs
        self.fetched = [need for need in needs if not need.why_not]
        self.pictures = pictures
        self.outcomes: list[Outcome] = []
        self.stopped = False
        self.sheet: ProgressSheet | None = None
        """While it is open."""

    def is_stopped(self) -> bool:
        return self.stopped

    def left(self) -> list[str]:
        """Titles of places that are not here yet."""
        here = {one.need.place.id for one in self.outcomes}
        return [need.place.title for need in self.fetched if need.place.id not in here]


class GettingReady(QObject):
    moved = Signal()
    """It began, came further, or ended."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._round: _Round | None = None

    @property
    def is_on(self) -> bool:
        return self._round is not None

    def short(self) -> str:
        """ "Getting ready · 1 of 3 places", or ""."""
        now = self._round
        return "" if now is None else f"Getting ready · {_share(now)}"

    def open(self) -> None:
        """Asks, or shows how far it is."""
        from inbox.services import offline
        from inbox.ui.offline_sheets import OfflineSheet

        desk = self._desk
        if self._round is not None:
            self._show_progress()
            return
        patient = desk.engine_now().patient()
        needs = desk.read(lambda reading: offline.needs(reading, patient))
        if all(need.why_not for need in needs):
            self._say(offline.summed(needs, (), stopped=False))
            return
        sheet = OfflineSheet(desk.window.look, needs, offers_pictures=not desk.is_sample)
        sheet.agreed.connect(lambda pictures: self.begin(needs, pictures=pictures))
        desk.window.overlay.open(sheet)

    def begin(self, needs: Sequence[Need], *, pictures: bool = False) -> None:
        now = self._round = _Round(needs, pictures=pictures)
        self.moved.emit()
        for need in now.fetched:
            self._desk.engine_now().read_whole(need.place, now.is_stopped, partial(self._on_read, now, need))

    def stop(self) -> None:
        """At once for the person; a request that is under way ends by itself, and what came is kept."""
        now = self._round
        if now is not None:
            now.stopped = True
            self._end(now)

    def _show_progress(self) -> None:
        from inbox.ui.offline_sheets import ProgressSheet

        now = self._round
        if now is None:
            return
        sheet = now.sheet = ProgressSheet(self._desk.window.look)
        sheet.stopped.connect(self.stop)
        sheet.show_round(now.outcomes, now.left())
        self._desk.window.overlay.open(sheet)

    def _on_read(self, now: _Round, need: Need, report: SyncReport | None) -> None:
        from inbox.services import offline

        if now is not self._round:
            return
        if report is None or report.status is not PlaceStatus.FINE or self._desk.is_sample:
            self._add(now, offline.outcome(need, report))
            return
        engine = self._desk.engine_now()
        store, most = engine.store, offline.MOST_PICTURES // len(now.fetched)
        allowed = offline.Pictures(of_all=now.pictures, keep=self._desk.pictures.keeper())

        def failed(error: InboxError) -> None:
            self._add(now, offline.Outcome(need, str(error)))

        engine.runner.run(
            PICTURES,
            lambda: offline.keep_pictures(store, need.place, allowed, lambda: now.stopped or engine.closed, most),
            lambda kept: self._add(now, offline.outcome(need, report, kept)),
            failed,
            alive=lambda: not engine.closed,
        )

    def _add(self, now: _Round, one: Outcome) -> None:
        if now is not self._round:
            return
        now.outcomes.append(one)
        if now.left():
            self.moved.emit()
            if now.sheet is not None and now.sheet is self._desk.window.overlay.sheet:
                now.sheet.show_round(now.outcomes, now.left())
        else:
            self._end(now)

    def _end(self, now: _Round) -> None:
        from inbox.services import offline

        self._round = None
        overlay = self._desk.window.overlay
        if now.sheet is not None and now.sheet is overlay.sheet:
            overlay.close_sheet()
        self._say(offline.summed(now.needs, now.outcomes, stopped=now.stopped))
        self.moved.emit()

    def _say(self, ready: Ready) -> None:
        """Until it is closed or the next one comes: who is about to leave may not look at once."""
        tone = "warn" if ready.missing else "good"
        self._desk.window.notices.say(Notice(ready.sentence, tone=tone, seconds=0))


def _share(now: _Round) -> str:
    places = len(now.fetched)
    return f"{len(now.outcomes)} of {places} place{'' if places == 1 else 's'}"
