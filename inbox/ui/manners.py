"""What the keys of manners open: promises, who has heard nothing, consent, what people have a right to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.core.changes import Changes
from inbox.core.consent import NewEntry
from inbox.core.errors import InboxError
from inbox.core.manners import PAID_BY, Owed, Pays, Promise, PromiseOffer
from inbox.core.model import Direction, Purpose
from inbox.core.ports import Reading, Writing
from inbox.services import giving_out
from inbox.ui.file_choice import where_to_save
from inbox.ui.list_sheet import Deed, Line, ListSheet
from inbox.ui.look.controls import Column, PlainLabel
from inbox.ui.look.fields import Switch
from inbox.ui.look.flow import Flow
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.promise_words import day, due_of, due_words, given, more, promised

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

T = TypeVar("T")
_PAYS = {Pays.LIKE: "A like", Pays.REPLY: "An answer", Pays.MAIL: "A private word", Pays.CALL: "A call"}


class PromisesSheet(ListSheet):
    title = "Promises"
    nothing = (
        "Nothing is promised and open. When you write to somebody what you will do (“I’ll send it tomorrow”), Parlour "
        "asks here whether that is a promise."
    )


class OwedSheet(ListSheet):
    title = "Who has heard nothing"
    nothing = "Everybody who gave you something has heard from you."

    def __init__(self, look: Look, paying: Sequence[Pays], changed: Callable[[tuple[Pays, ...]], object]) -> None:
        self._switches = {way: Switch(look, name, on=way in paying) for way, name in _PAYS.items()}
        ways = Flow(look, gap=10)
        ways.hold([PlainLabel(look, "Counts as thanks", Type.SMALL, "soft"), *self._switches.values()])
        line = QWidget()
        line.setLayout(Column(look, ways, margins=(20, 6, 16, 2)))
        super().__init__(look, line)
        for switch in self._switches.values():
            switch.clicked.connect(
                lambda: changed(tuple(way for way, one in self._switches.items() if one.isChecked()))
            )


class Manners(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._sheet: ListSheet | None = None
        desk.engine_now().changed.connect(lambda _: self._refill())

    # lists

    def open_promises(self) -> None:
        self._open(PromisesSheet(self._desk.window.look), self._fill_promises)

    def open_owed(self) -> None:
        kept = self._desk.setting(PAID_BY, " ".join(Pays)).split()
        paying = [way for way in Pays if way in kept]

        def changed(ways: tuple[Pays, ...]) -> None:
            self._desk.act(lambda write: write.set_setting(PAID_BY, " ".join(ways)), quiet=True)

        self._open(OwedSheet(self._desk.window.look, paying, changed), self._fill_owed)

    def _open(self, sheet: ListSheet, fill: Callable[[ListSheet], None]) -> None:
        self._sheet, self._fill = sheet, fill
        sheet.done.connect(self._on_closed)
        sheet.destroyed.connect(self._on_closed)
        self._desk.window.overlay.open(sheet)
        fill(sheet)

    def _on_closed(self, _: object = None) -> None:
        self._sheet = None

    def _refill(self) -> None:
        if self._sheet is not None and self._desk.window.overlay.sheet is self._sheet:
            self._fill(self._sheet)

    def _fill_promises(self, sheet: ListSheet) -> None:
        now = self._desk.clock.now()

        def look(reading: Reading) -> tuple[list[PromiseOffer], list[Promise]]:
            return reading.promise_offers(limit=20), reading.promises()

        def show(found: tuple[list[PromiseOffer], list[Promise]]) -> None:
            offers, made = found
            open_said = f"{len(made)} open {'promise' if len(made) == 1 else 'promises'}"
            said = f"{open_said}, {len(offers)} offered from what you wrote" if offers else open_said
            lines = [self._offered(one, now) for one in offers] + [self._made(one, now) for one in made]
            sheet.show_lines(f"{said}.", lines)

        self._read(sheet, look, show)

    def _offered(self, offer: PromiseOffer, now: datetime) -> Line:
        due = due_of(offer)
        when = " · ".join(filter(None, (f"you wrote {day(offer.written_at, now)}", due_words(due, now))))
        return Line(
            f"{isolate(offer.name)}: a promise?",
            (f"“{offer.words}”", when),
            (
                self._deed(
                    "Y",
                    "Yes",
                    lambda write: write.promise_to(
                        offer.person, offer.words, due=due, message=offer.message, first=offer.first
                    ),
                ),
                self._deed("N", "No", lambda write: write.turn_down_promise(offer.message, offer.first)),
                Deed("O", "Open", lambda: self._desk.acts.open_at(offer.conversation, offer.message), leaves=True),
            ),
        )

    def _made(self, promise: Promise, now: datetime) -> Line:
        deeds = [
            self._deed("K", "Kept", lambda write: write.settle_promise(promise.id, kept=True)),
            self._deed("D", "Drop", lambda write: write.settle_promise(promise.id, kept=False)),
            Deed("C", "Change", lambda: self._ask(promise.name, promise), leaves=True),
        ]
        if promise.conversation is not None:
            deeds.append(
                Deed("O", "Open", lambda: self._desk.acts.open_at(promise.conversation, promise.message), leaves=True)
            )
        late = promise.due is not None and promise.due < now
        return Line(
            f"{isolate(promise.name)}: {isolate(promise.words)}", (promised(promise, now),), tuple(deeds), warn=late
        )

    def _fill_owed(self, sheet: ListSheet) -> None:
        now = self._desk.clock.now()

        def show(found: list[Owed]) -> None:
            who = "1 person" if len(found) == 1 else f"{len(found)} people"
            have = "has" if len(found) == 1 else "have"
            said = f"{who} gave you something and {have} heard nothing."
            sheet.show_lines(said, [self._owing(one, now) for one in found])

        self._read(sheet, lambda reading: reading.owed(), show)

    def _owing(self, owed: Owed, now: datetime) -> Line:
        deeds = [self._deed("A", "Acknowledged", lambda write: write.acknowledge(owed.person))]
        where = next((gift for gift in owed.gifts if gift.conversation is not None), None)
        if where is not None:
            deeds.insert(0, Deed("T", "Thank", lambda: self._thank(where.conversation, where.message), leaves=True))
            deeds.append(
                Deed("O", "Open", lambda: self._desk.acts.open_at(where.conversation, where.message), leaves=True)
            )
        details = tuple(filter(None, (*(given(gift, now) for gift in owed.gifts), more(owed))))
        return Line(owed.name, details, tuple(deeds))

    def _thank(self, conversation: int | None, message: int | None) -> None:
        self._desk.acts.open_at(conversation, message)
        self._desk.details.show_now()
        self._desk.screen.compose(Purpose.THANK)

    def _deed(self, key: str, label: str, work: Callable[[Writing], Changes]) -> Deed:
        return Deed(key, label, lambda: self._desk.act(work))

    # sheets

    def ask_promise(self) -> None:
        identity, name = self._person()
        if identity is not None:
            self._ask(name, None, identity)

    def _ask(self, name: str, promise: Promise | None, identity: int = 0) -> None:
        from inbox.ui.promise_sheet import PromiseSheet

        sheet = PromiseSheet(self._desk.window.look, name, self._desk.clock.now(), promise)

        def kept(words: str, due: datetime | None) -> None:
            if promise is not None:
                self._desk.act(lambda write: write.change_promise(promise.id, words, due))
            else:
                self._desk.act(lambda write: write.promise_to(identity, words, due=due))

        sheet.kept.connect(kept)
        self._desk.window.overlay.open(sheet)

    def ask_consent(self) -> None:
        from inbox.ui.consent_sheet import ConsentSheet

        desk, (identity, name) = self._desk, self._person()
        if identity is None:
            return
        focused = desk.message()
        person = desk.read(lambda reading: reading.person(identity))
        of_theirs = {one.id for one in person.identities}
        proof = focused if focused and focused.direction is Direction.IN and focused.identity in of_theirs else None
        view = desk.read(lambda reading: reading.consent(identity))
        known = next((one.email for one in person.identities if one.email), "")
        email = view.entry.email if view.entry is not None and view.entry.email else known
        sheet = ConsentSheet(desk.window.look, name, view, email, proof, desk.clock.now())

        def noted(entry: object) -> None:
            if isinstance(entry, NewEntry):
                desk.act(lambda write: write.note_consent(identity, entry))

        sheet.noted.connect(noted)
        desk.window.overlay.open(sheet)

    def ask_erase(self) -> None:
        from inbox.ui.question_sheet import Answer, QuestionSheet

        identity, name = self._person()
        if identity is None:
            return
        what = (
            "Everything that could tell of them goes: who they are, what they wrote and what you wrote to them, notes, "
            "promises, consent, drafts, and every line of the undo history about them. Nothing brings it back, and "
            "undo does not either."
        )
        stays = (
            "What others wrote about them stays, as does what their networks keep. Backups you made before still hold "
            "them: delete those yourself."
        )
        answers = (
            Answer("Erase, may come back", lambda: self.erase(identity, may_return=True)),
            Answer("Erase, never gather again", lambda: self.erase(identity, may_return=False)),
        )
        self._desk.window.overlay.open(
            QuestionSheet(
                self._desk.window.look, f"Erase {isolate(name)} for good?", (what, stays), answers, "Keep them"
            )
        )

    def erase(self, identity: int, *, may_return: bool) -> None:
        from inbox.runtime.shelf import Shelf

        parts = self._desk.engine_now().parts

        def work() -> Changes:
            changes = parts.store.write(lambda write: write.erase_person(identity, may_return=may_return))
            Shelf(parts.folder).clear()  # whose pictures they are is not noted
            return changes

        self._in_a_lane(work, lambda changes: self._desk.say(changes.sentence))

    # files

    def export_person(self) -> None:
        identity, name = self._person()
        if identity is None:
            return
        path = self._choose(
            "Export all that is kept about them", name, "JSON, with a page beside it", ".json", beside=(".html",)
        )
        if path is not None:
            store = self._desk.store
            self._in_a_lane(
                lambda: giving_out.write_record(store, identity, path), lambda done: self._desk.say(done.sentence)
            )

    def export_newsletter(self) -> None:
        path = self._choose("Export who agreed to the newsletter", "newsletter", "Table", ".csv")
        if path is not None:
            store = self._desk.store
            self._in_a_lane(
                lambda: giving_out.write_newsletter(store, path), lambda done: self._desk.say(done.sentence)
            )

    def _choose(self, title: str, name: str, kind: str, suffix: str, beside: Sequence[str] = ()) -> Path | None:
        plain = "".join(char if char.isalnum() or char in " .-_" else " " for char in name).strip(" .") or "person"
        return where_to_save(self._desk, title, plain + suffix, kind, suffix, beside)

    # inside

    def _person(self) -> tuple[int | None, str]:
        identity = self._desk.person()
        if identity is None:
            return None, ""
        return identity, self._desk.read(lambda reading: reading.person(identity)).name

    def _read(self, sheet: ListSheet, look: Callable[[Reading], T], show: Callable[[T], None]) -> None:
        """An answer that comes after the sheet has gone is dropped."""
        store = self._desk.store

        def work() -> T:
            with store.reading() as reading:
                return look(reading)

        self._in_a_lane(work, show, alive=lambda: self._sheet is sheet)

    def _in_a_lane(
        self, work: Callable[[], T], done: Callable[[T], None], *, alive: Callable[[], bool] = lambda: True
    ) -> None:
        engine = self._desk.engine_now()

        def failed(error: InboxError) -> None:
            self._desk.say(str(error), tone="warn")

        engine.runner.run("manners", work, done, failed, alive=lambda: not engine.closed and alive())
