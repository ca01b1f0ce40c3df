"""Stages, next steps and what counts (`commands.standing_screen.StandingScreen`): a part of `ui/screen.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inbox.core.model import Purpose, Stage
from inbox.core.relation import NewSale

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class StandingScreen:
    _desk: Desk

    def ask_stage(self) -> None:
        desk, identity = self._desk, self._desk.person()
        if identity is None:
            return
        from inbox.ui.stage_sheets import StageSheet

        relation = desk.read(lambda reading: reading.relation(identity))
        name = desk.read(lambda reading: reading.person(identity)).name
        sheet = StageSheet(desk.window.look, name, relation)

        def taken(stage: Stage | None) -> None:
            if stage is Stage.CUSTOMER:
                self.ask_sale()
            else:
                desk.act(lambda write: write.set_stage(identity, stage))

        sheet.taken.connect(taken)
        desk.window.overlay.open(sheet)

    def ask_sale(self) -> None:
        desk, identity = self._desk, self._desk.person()
        if identity is None:
            return
        from inbox.ui.stage_sheets import SaleSheet

        name = desk.read(lambda reading: reading.person(identity)).name
        sheet = SaleSheet(desk.window.look, name, desk.clock.now())

        def kept(sale: object) -> None:
            if isinstance(sale, NewSale):
                desk.act(lambda write: write.set_stage(identity, Stage.CUSTOMER, sale))

        sheet.kept.connect(kept)
        desk.window.overlay.open(sheet)

    def answer_at(self, conversation: int | None, message: int | None, purpose: Purpose) -> None:
        if conversation is None:
            self._desk.say("That conversation is not here any more.", tone="warn")
            return
        self._desk.acts.open_at(conversation, message)
        self._desk.details.show_now()
        self._desk.screen.compose(purpose)

    def write_down_talk(self) -> None:
        identity = self._desk.person()
        if identity is None:
            return
        talks = self._desk.read(lambda reading: reading.profile(identity)).contacts
        newest = max(talks, key=lambda one: one.at, default=None)
        self._desk.profiles.ask_contact(newest)

    def show_step_evidence(self) -> None:
        identity = self._desk.person()
        step = None
        if identity is not None:
            step = self._desk.read(lambda reading: reading.relation(identity)).step
        if identity is None or step is None:
            self._desk.say("There is no next step with them, so nothing is counted for it.")
            return
        from inbox.ui.evidence_sheet import EvidenceSheet

        name = self._desk.read(lambda reading: reading.person(identity)).name
        sheet = EvidenceSheet(self._desk, name, step.why, step.evidence)
        self._desk.window.overlay.open(sheet)

    def open_what_counts(self) -> None:
        from inbox.ui.what_counts import open_what_counts

        open_what_counts(self._desk)
