"""Rules in the window: the page of them, one while it is made, what it would have caught; and one made from something.

What was begun is kept until it is saved, whatever closed the page; for each rule, and for a new one, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inbox.core.automation import About, Action, Condition, Do, Rule, RulePreview
from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.model import Row
from inbox.core.ports import Writing
from inbox.core.views import MOST, SearchValues
from inbox.rules import rule_drafts
from inbox.services.ruling import NEWEST, Progress, apply, look_back

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.rule_sheet import RuleSheet
    from inbox.ui.rules_sheet import RulesSheet

LANE = "rule-preview"
DOING = "rule-apply"
Caught = tuple[RulePreview, list[Row]]
"""What a rule would have caught, and the newest of it."""
Heard = Callable[[Progress, list[Row]], None]
"""How far it is looked back, and the newest of what was found."""
TELL_EVERY_S = 0.3
"""What is ready before that is not said to be under way."""
UNDO = "Ctrl Z takes it back."
BEGUN = "What you began is kept: go on with it here."


class Ruling(QObject):
    _told = Signal(object)
    """From a lane: what is to be done on this thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._told.connect(lambda tell: tell())
        desk.window.overlay.covered.connect(lambda covered: None if covered else self._stop())
        self._begun: dict[int, Rule] = {}
        """By the rule's id, 0 for a new one: what was not saved yet."""
        self._asked = self._enough = 0
        """The last question, and one of which no more is wanted than was found."""
        self._doing: object = None
        """Another one, once what is being done is to stop."""

    def _stop(self) -> None:
        """Whatever is looked up or done for a sheet that is gone."""
        self._asked += 1
        self._doing = None

    # the page

    def open(self, *, select: int = 0, said: str = "") -> None:
        from inbox.ui.rules_sheet import HOW, RulesSheet

        desk = self._desk
        rules = desk.read(lambda reading: reading.rules())
        sheet = RulesSheet(desk.window.look, rules, select=select, said=said or HOW)
        sheet.new_wanted.connect(lambda: self.edit(self._begun.get(0) or Rule("", (), ())))
        sheet.edit_wanted.connect(lambda rule: self.edit(self._begun.get(rule.id) or rule))
        sheet.switch_wanted.connect(
            lambda rule: self._write(sheet, lambda write: write.change_rule(replace(rule, on=not rule.on)))
        )
        sheet.remove_wanted.connect(lambda rule: self._write(sheet, lambda write: write.remove_rule(rule.id)))
        sheet.move_wanted.connect(lambda rule, by: self._move(sheet, rule, by))
        sheet.undo_wanted.connect(lambda: self._write(sheet, lambda write: write.undo(), undo=False))
        sheet.preview_wanted.connect(lambda rule: self._say_back(sheet, rule))
        desk.window.overlay.open(sheet)

    def _move(self, sheet: RulesSheet, rule: Rule, by: int) -> None:
        ids = [one.id for one in self._desk.read(lambda reading: reading.rules())]
        there = ids.index(rule.id) + by if rule.id in ids else -1
        if 0 <= there < len(ids):
            self._write(sheet, lambda write: write.move_rule(rule.id, there))

    def _write(self, sheet: RulesSheet, work: Callable[[Writing], Changes], *, undo: bool = True) -> None:
        desk = self._desk

        def done(changes: Changes) -> None:
            desk.window.inbox.model.apply(changes.rows, at_once=True)
            if desk.window.overlay.sheet is sheet:
                self._show_rules(sheet)
                sheet.say(f"{changes.sentence} {UNDO if undo else ''}".strip(), "accent")

        def failed(error: InboxError) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.say(str(error), "bad")

        desk.engine_now().write(work, done, failed)

    def _show_rules(self, sheet: RulesSheet) -> None:
        sheet.show_rules(self._desk.read(lambda reading: reading.rules()))

    def on_changed(self, changes: Changes) -> None:
        """By undo, or by anything else while the page is open."""
        sheet = self._desk.window.overlay.sheet
        if not changes.rules or sheet is None:
            return
        from inbox.ui.rules_sheet import RulesSheet

        if isinstance(sheet, RulesSheet):
            self._show_rules(sheet)

    # one while it is made

    def edit(self, rule: Rule, said: str = "") -> None:
        from inbox.ui.rule_sheet import RuleSheet

        desk = self._desk
        is_begun = rule == self._begun.get(rule.id)
        values = desk.read(lambda reading: reading.search_values())
        said = said or (BEGUN if is_begun else "")
        sheet = RuleSheet(desk.window.look, rule, values, desk.clock.now(), said=said, is_begun=is_begun)
        sheet.preview_wanted.connect(lambda asked: self._look_back(sheet, asked))
        sheet.dropped.connect(self._drop)
        sheet.preview.stop_wanted.connect(self._be_enough)
        sheet.stop_wanted.connect(self._stop)
        sheet.kept.connect(lambda kept: self._keep(sheet, kept))
        sheet.apply_wanted.connect(lambda kept, ids: self._keep(sheet, kept, apply_to=ids))
        sheet.open_wanted.connect(lambda id: self._open_conversation(sheet, id))
        sheet.all_wanted.connect(lambda found: self._show_all(sheet, found))
        sheet.left.connect(lambda: self._leave(sheet))
        sheet.started_over.connect(lambda: self._start_over(rule))
        desk.window.overlay.open(sheet)

    def _remember(self, sheet: RuleSheet) -> None:
        draft = sheet.draft()
        if sheet.is_changed():
            self._begun[draft.id] = draft

    def _leave(self, sheet: RuleSheet) -> None:
        self._remember(sheet)
        id = sheet.draft().id
        again = "Change" if id else "New rule"
        self.open(select=id, said=f"What you began is kept: “{again}” goes on with it." if id in self._begun else "")

    def _start_over(self, rule: Rule) -> None:
        self._begun.pop(rule.id, None)
        known = self._desk.read(lambda reading: reading.rules())
        self.edit(next((one for one in known if one.id == rule.id), Rule("", (), ())))

    def _keep(self, sheet: RuleSheet, rule: Rule, apply_to: Sequence[int] = ()) -> None:
        desk, made = self._desk, [rule.id]

        def work(write: Writing) -> Changes:
            if rule.id:
                return write.change_rule(rule)
            made[0], changes = write.add_rule(rule)
            return changes

        def done(changes: Changes) -> None:
            self._begun.pop(rule.id, None)
            if apply_to:
                self._apply(sheet, replace(rule, id=made[0]), apply_to)
            elif desk.window.overlay.sheet is sheet:
                self.open(select=made[0], said=f"{changes.sentence} {UNDO}" if changes.sentence else "")

        def failed(error: InboxError) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.say(str(error))

        desk.engine_now().write(work, done, failed)

    def _apply(self, sheet: RuleSheet, rule: Rule, conversations: Sequence[int]) -> None:
        """A step of its own: it can be taken back while the rule stays. The list shows what became of them."""
        engine, overlay = self._desk.engine_now(), self._desk.window.overlay
        if overlay.sheet is not sheet:
            return
        mine = self._doing = object()
        sheet.be_doing(Progress(0, len(conversations)))

        def heard(progress: Progress) -> None:
            self._told.emit(lambda: sheet.be_doing(progress) if overlay.sheet is sheet else None)

        def done(changes: Changes) -> None:
            if overlay.sheet is sheet:
                overlay.close_sheet()
            self._desk.queued(changes)

        def failed(error: InboxError) -> None:
            if overlay.sheet is sheet:
                overlay.close_sheet()
            self._desk.say(str(error), tone="warn")

        engine.runner.run(
            DOING,
            lambda: apply(engine.store, rule, conversations, heard, lambda: mine is not self._doing or engine.closed),
            done,
            failed,
            alive=lambda: not engine.closed,
        )

    # what it would have caught

    def _look_back(self, sheet: RuleSheet, asked: Rule) -> None:
        def heard(progress: Progress, rows: list[Row]) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.show_progress(asked, progress, rows)

        def found(answer: Caught) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.show_preview(asked, *answer)

        def failed(error: InboxError) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.preview.show_nothing(str(error))

        self._look(asked, heard, found, failed)

    def _say_back(self, sheet: RulesSheet, asked: Rule) -> None:
        """The same in one sentence."""
        from inbox.ui.rule_preview import looking, sentence

        def heard(progress: Progress, rows: list[Row]) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.show_progress(asked, looking(progress))

        def found(answer: Caught) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.show_preview(asked, sentence(answer[0]))

        def failed(error: InboxError) -> None:
            if self._desk.window.overlay.sheet is sheet:
                sheet.show_preview(asked, str(error))

        self._look(asked, heard, found, failed)

    def _drop(self) -> None:
        """What was asked is not wanted any more."""
        self._asked += 1

    def _be_enough(self) -> None:
        """What was found by now is the answer."""
        self._enough = self._asked

    def _look(
        self, asked: Rule, heard: Heard, done: Callable[[Caught], None], failed: Callable[[InboxError], None]
    ) -> None:
        """Only the last question is answered; an earlier one ends with the piece that it is at."""
        self._asked += 1
        number = self._asked
        engine = self._desk.engine_now()
        store, clock = engine.store, engine.clock
        tell_at = clock.monotonic() + TELL_EVERY_S

        def dropped() -> bool:
            return number != self._asked or engine.closed

        def on_the_way(progress: Progress) -> None:
            nonlocal tell_at
            if clock.monotonic() < tell_at:
                return
            with store.reading() as reading:
                rows = reading.rows(progress.newest)
            self._told.emit(lambda: None if dropped() else heard(progress, rows))
            tell_at = clock.monotonic() + TELL_EVERY_S

        def look() -> Caught | None:
            if dropped():
                return None
            found = look_back(store, asked, clock, on_the_way, lambda: dropped() or number == self._enough)
            if dropped():
                return None
            with store.reading() as reading:
                return found, reading.rows(found.conversations[:NEWEST])

        def found(answer: Caught | None) -> None:
            if answer is not None and not dropped():
                done(answer)

        def wrong(error: InboxError) -> None:
            if not dropped():
                failed(error)

        engine.runner.run(LANE, look, found, wrong, alive=lambda: not engine.closed)

    def _open_conversation(self, sheet: RuleSheet, conversation: int) -> None:
        self._remember(sheet)
        self._desk.window.overlay.close_sheet()
        self._desk.views.show_conversation(conversation)
        self._desk.say("What you began is kept: “Rules” goes on with it.")

    def _show_all(self, sheet: RuleSheet, found: RulePreview) -> None:
        self._remember(sheet)
        desk, rule = self._desk, sheet.rule()
        desk.window.overlay.close_sheet()
        store = desk.store

        def look() -> list[Row]:
            with store.reading() as reading:
                return reading.rows(found.conversations[:MOST])

        def shown(rows: list[Row]) -> None:
            desk.views.show_results()
            caught = f"It would have caught {len(found.conversations):,}"
            desk.window.results.show_rows(rule.name or "The rule", caught, rows)
            desk.window.results.setFocus()
            desk.surroundings.say_empty()
            desk.surroundings.say_status()

        engine = desk.engine_now()
        engine.runner.run(LANE, look, shown, alive=lambda: not engine.closed)

    # made from something

    def from_this(self) -> None:
        """From the conversation at hand, else from the person whose page is open."""
        desk = self._desk
        current, identity = desk.current(), desk.person()
        rows = desk.read(lambda reading: reading.rows([current])) if current is not None else []
        if rows:
            row = rows[0]
            begun = rule_drafts.from_conversation(row.name, row.kind, [reason.code for reason in row.reasons])
            self._begin(begun.when)
        elif identity is not None:
            name = desk.read(lambda reading: reading.person(identity)).name
            self._begin((Condition(About.FROM, name),))

    def from_search(self) -> None:
        desk = self._desk
        query = desk.window.top.search.line.text().strip()
        view = desk.views.view_now()
        query = query or (view.query if view is not None else "")
        if not query:
            desk.say("Search for something first: then a rule can be made from it.")
            return
        values: SearchValues = desk.read(lambda reading: reading.search_values())
        begun = rule_drafts.from_search(query, values.networks)
        left = ", ".join(begun.left_out)
        self._begin(begun.when, f"A rule cannot ask for {left}: that part is left out." if left else "")

    def _begin(self, when: tuple[Condition, ...], said: str = "") -> None:
        self.edit(Rule("", when, (Action(Do.DONE),)), said)
