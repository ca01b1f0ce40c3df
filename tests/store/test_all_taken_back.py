"""Two thousand random acts of the daily pass, all taken back: the same tables, the log of acts apart. And the log alone
gives the same state, at every stop on the way."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.model import Kind, Moderation, Purpose, Snooze, Stage, State, Verb
from inbox.core.ports import Writing
from inbox.core.profile import Contact, How
from inbox.core.relation import NewSale, StepKind, TurnDown
from inbox.core.views import Split
from inbox.store import acts
from inbox.store.act_rows import ROWS
from inbox.store.session import Session
from inbox.store.writer import open_store
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask

STEPS, ACTS_A_STEP = 100, 20
BY_UUID = ("note", *(rows.table for rows in ROWS.values()))
TABLES = ("conversation", "identity", "message", "message_text", "thread", "counter", "tag", "setting", *BY_UUID,
          "person", "person_segment", "person_counter")  # fmt: skip
PEOPLE = ("Ann", "Bob", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hal")
CONDITIONS = (Condition(About.ONLY_LINK), Condition(About.FROM, "bob"), Condition(About.KIND, "pingback", no=True))
ACTIONS = tuple(Action(do, {Do.SNOOZE: "3d", Do.TAG: "ruled", Do.SPLIT: "Some"}.get(do, "")) for do in Do)


class Passes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name), FrozenClock())
        place = a_place(self.store)
        messages = [
            a_message(f"{post}-{name}", f"{name} asks?", by=name, on=f"post-{post}", at=NOON + timedelta(minutes=post))
            for post in range(4)
            for name in PEOPLE[post % 3 :]
        ]
        mine = a_message("mine", "Thank you", by=me(), parent="0-Ann", at=NOON + timedelta(minutes=9))
        ping = a_message("ping", "https://x.example", by="Ida", kind=Kind.PINGBACK)
        take_in(self.store, place, *messages, mine, ping, first_fetch_done=True)
        # My words leave no trace of a first time: the answers that are taken back below are by somebody known.
        self.before = self.state()
        self.people = self.ids("SELECT id FROM identity WHERE NOT is_me")
        self.conversations = self.ids("SELECT id FROM conversation")
        self.messages = self.ids("SELECT id FROM message WHERE direction = 'in'")
        self.done = 0

    def ids(self, sql: str) -> list[int]:
        return [row[0] for row in ask(self.store, f"{sql} ORDER BY 1")]

    @rule(seed=st.integers(0, 2**32 - 1))
    def some_acts(self, seed: int) -> None:
        # The simplest example draws 0 every time: what was done so far makes each step another one.
        dice = random.Random(seed + self.done)
        works = self.works(dice)
        for _ in range(ACTS_A_STEP):
            self.done += 1
            work = dice.choice(works)
            try:
                self.store.write(work)
            except (Refused, KeyError):
                continue
        if self.done % 500 == 0:
            self.rebuilt_from_the_log()

    def works(self, dice: random.Random) -> list[Callable[[Writing], object]]:
        """Each chooses anew, with these dice, what it is about."""

        def some() -> list[int]:
            return dice.sample(self.conversations, dice.randint(1, 4))

        def who() -> int:
            return dice.choice(self.people)

        def until() -> Snooze:
            at = NOON + timedelta(hours=dice.randint(1, 999))
            return Snooze(at.replace(tzinfo=None).isoformat(), "UTC", at, dice.random() < 0.5)

        def maybe() -> Snooze | None:
            return until() if dice.random() < 0.5 else None

        def one(table: str) -> int:
            known = self.ids(f"SELECT id FROM {table}")
            return dice.choice(known) if known else 0

        def answer(write: Writing) -> object:
            conversation = dice.choice(self.conversations)
            to = write.reading.conversation(conversation).focus or 0
            purpose = dice.choice(list(Purpose))
            done, remind = dice.random() < 0.3, maybe()
            return write.queue_words(
                conversation, to, "Did it rise?", purpose, not_before=None, then_done=done, remind=remind
            )

        def a_rule() -> Rule:
            then = tuple(dice.sample(ACTIONS, dice.randint(1, 3)))
            return Rule(f"Rule {dice.randint(0, 9)}", (dice.choice(CONDITIONS),), then, dice.random() < 0.5)

        def older(write: Writing) -> object:
            steps = write.reading.undo_steps(30)
            return write.undo(dice.choice(steps).batch) if steps else None

        return [
            lambda write: write.finish(some()),
            lambda write: write.reopen(some()),
            lambda write: write.snooze(some(), until()),
            lambda write: write.wait_for_them(some(), maybe()),
            lambda write: write.mute(some(), dice.random() < 0.5),
            lambda write: write.mark_unread(some()),
            lambda write: write.star(who(), dice.random() < 0.5),
            lambda write: write.ignore(who(), dice.random() < 0.3),
            lambda write: write.add_note(who(), f"note {dice.randint(0, 9)}"),
            lambda write: write.edit_note(one("note"), dice.choice(["", "other words"])),
            lambda write: write.set_tags(who(), dice.sample(["rye", "soup", "salt"], dice.randint(0, 3))),
            lambda write: write.set_field(who(), dice.choice(["Dog", "Phone"]), dice.choice(["", "1234", "5678"])),
            lambda write: write.set_intention(who(), dice.choice(["", "introduce to Ann"])),
            lambda write: write.call(who(), dice.choice(["", "Annie", "Bob"])),
            lambda write: write.set_zone(who(), dice.choice(["", "Europe/London"])),
            lambda write: write.keep_pictures(who(), keeps=dice.random() < 0.5),
            lambda write: write.log_contact(who(), Contact(dice.choice(list(How)), NOON, dice.choice([None, 20]))),
            lambda write: write.change_contact(Contact(How.LETTER, NOON, 5, "Rye", one("contact"))),
            lambda write: write.remove_contact(one("contact")),
            lambda write: write.introduce(who(), who(), "at the market"),
            lambda write: write.thank_introducer(one("introduction"), thanked=dice.random() < 0.5),
            lambda write: write.remove_introduction(one("introduction")),
            lambda write: write.merge(who(), who(), dice.choice(["", "Annie"])),
            lambda write: write.part(dice.sample(self.people, dice.randint(1, 2))),
            lambda write: write.part([who()]),
            answer,
            lambda write: write.queue_state(dice.choice(self.messages), Verb.LIKE, None, not_before=None),
            lambda write: write.queue_state(
                dice.choice(self.messages), Verb.MODERATE, dice.choice(list(Moderation)), not_before=None
            ),
            lambda write: write.add_view(f"View {dice.randint(0, 9)}", "soup", key=dice.randint(0, 9)),
            lambda write: write.change_view(one("saved_view"), name="Soups", key=dice.randint(0, 4)),
            lambda write: write.move_view(one("saved_view"), dice.randint(0, 4)),
            lambda write: write.remove_view(one("saved_view")),
            lambda write: write.set_stage(who(), dice.choice([*Stage, None]), NewSale("12,50") if maybe() else None),
            lambda write: write.turn_down(who(), dice.choice(list(StepKind)), dice.choice(list(TurnDown))),
            lambda write: write.suggest_again(who()),
            lambda write: write.set_counts({"stages.regular_exchanges": dice.choice([None, 1, 5])}),
            lambda write: write.add_segment(f"Segment {dice.randint(0, 9)}", "is:waiting"),
            lambda write: write.change_segment(one("own_segment"), name="Friends", query="stage:friend"),
            lambda write: write.move_segment(one("own_segment"), dice.randint(0, 4)),
            lambda write: write.remove_segment(one("own_segment")),
            lambda write: write.change_tags(
                dice.sample(self.people, 3), add=[dice.choice(["rye", "bran"])], remove=["soup"]
            ),
            lambda write: write.set_splits([Split("A", "is:unread")][: dice.randint(0, 1)], dice.choice(list(State))),
            lambda write: write.add_rule(a_rule()),
            lambda write: write.change_rule(replace(a_rule(), id=one("rule"))),
            lambda write: write.move_rule(one("rule"), dice.randint(0, 4)),
            lambda write: write.remove_rule(one("rule")),
            lambda write: write.apply_rule(one("rule"), some()),
            lambda write: write.undo(),
            lambda write: write.redo(),
            older,
        ]

    def teardown(self) -> None:
        if self.done:
            self.rebuilt_from_the_log()
            self.all_taken_back()
            self.rebuilt_from_the_log()
            assert self.store.check() == []
        self.store.close()
        self.folder.cleanup()

    def rebuilt_from_the_log(self) -> None:
        before = self.state()
        self.store.write(rebuild)
        assert differing(before, self.state()) == {}

    def all_taken_back(self) -> None:
        """Newest first. What was taken back and done again is newer than it looks, so there may be several rounds."""
        batches = [row[0] for row in ask(self.store, STANDING)]
        assert len(batches) > self.done / 10
        while batches:
            left = [batch for batch in batches if not self.takes_back(batch)]
            assert len(left) < len(batches) or not self.still_differs()
            if not self.still_differs():
                return
            batches = left
        assert self.still_differs() == {}

    def takes_back(self, batch: str) -> bool:
        try:
            self.store.write(lambda write: write.undo(batch))
        except Refused:
            return False
        return True

    def still_differs(self) -> dict[object, object]:
        return differing(self.before, self.state())

    def state(self) -> dict[tuple[str, object], tuple[object, ...]]:
        """Rows by table and id; by uuid where one that is put back gets another local id."""
        while self.store.write(lambda write: write.wake(NOON)):
            pass
        rows: dict[tuple[str, object], tuple[object, ...]] = {}
        for table in TABLES:
            columns = [row[1] for row in ask(self.store, f"PRAGMA table_info({table})")]
            for row in ask(self.store, f"SELECT * FROM {table}"):
                values = dict(zip(columns, row, strict=True))
                id = values.pop("id", None)
                if table in BY_UUID:
                    id = values["uuid"]
                if table in ("counter", "person_counter") and values["n"] == 0:
                    continue
                rows[table, id if id is not None else tuple(row[:2])] = tuple(values.values())
        return rows


STANDING = (
    "SELECT batch FROM act WHERE \"by\" = 'me' AND label != '' AND undoes IS NULL GROUP BY batch ORDER BY max(id) DESC"
)


def differing(
    before: dict[tuple[str, object], tuple[object, ...]], after: dict[tuple[str, object], tuple[object, ...]]
) -> dict[object, object]:
    keys = before.keys() | after.keys()
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def rebuild(write: Writing) -> Changes:
    assert isinstance(write, Session)
    acts.rebuild(write._tx)
    return write._tx.take()


Passes.TestCase.settings = settings(
    max_examples=1,
    stateful_step_count=STEPS,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestPasses = Passes.TestCase
