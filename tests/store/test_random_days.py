"""Three hundred random steps of a life with the inbox; what is maintained must equal what can be counted."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.model import Moderation, Purpose, RemoteState, RowKey, Snooze, Stage, State, Verb
from inbox.core.ports import Priority, Writing
from inbox.core.relation import NewSale, StepKind, TurnDown
from inbox.core.views import Split
from inbox.store import acts
from inbox.store.session import Session
from inbox.store.writer import open_store
from tests.builders import NOON, a_message, a_place, a_sweep, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask

PEOPLE = ("Ann", "Bob", "Cleo", "me")
WORDS = ("Lovely!", "How long in the oven?", "I tried it with rye and it was lovely", "Thanks")
STATE = ("conversation", "identity", "message", "thread", "counter", "tag", "note", "saved_view", "rule", "setting",
         "turn", "person", "person_segment", "person_counter", "identity_link")  # fmt: skip
BY_UUID = ("note", "saved_view", "rule", "identity_link")
STEPS = 300
CONDITIONS = (
    Condition(About.WORDS, "rye"),
    Condition(About.FROM, "bob", no=True),
    Condition(About.FIRST_TIME),
)
ACTIONS = (
    Action(Do.TAG, "ruled"),
    Action(Do.DONE),
    Action(Do.SPLIT, "Some"),
    Action(Do.SNOOZE, "3d"),
    Action(Do.STAR),
    Action(Do.NEVER_NOTIFY),
)
TRIAGE = ("done", "reopen", "snooze", "sleep", "them", "remind", "mute", "unmute", "read")


class Days(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FrozenClock()
        self.store = open_store(Path(self.folder.name), self.clock)
        self.place = a_place(self.store, waits_from=NOON - timedelta(days=30))
        self.keys: dict[int, RowKey] = {}
        self.store.on_changes(self.hear)
        self.steps = 0

    def hear(self, changes: Changes) -> None:
        """What a list does with changes: it believes them."""
        for change in changes.rows:
            assert self.keys.get(change.id) == change.before, change
            if change.after is None:
                del self.keys[change.id]
            else:
                self.keys[change.id] = change.after

    def teardown(self) -> None:
        self.everything_agrees()
        self.store.close()
        self.folder.cleanup()

    def pick(self, sql: str, number: int) -> Any:
        rows = ask(self.store, sql)
        return rows[number % len(rows)][0] if rows else None

    @rule(
        id=st.integers(1, 40),
        who=st.sampled_from(PEOPLE),
        text=st.sampled_from(WORDS),
        post=st.integers(1, 3),
        parent=st.integers(0, 40),
        age_h=st.integers(0, 24 * 50),
        state=st.sampled_from([RemoteState.VISIBLE] * 4 + [RemoteState.HELD, RemoteState.SPAM, RemoteState.TRASH]),
    )
    def somebody_writes(
        self, id: int, who: str, text: str, post: int, parent: int, age_h: int, state: RemoteState
    ) -> None:
        author = me() if id % 7 == 0 or (who == "me" and id % 2) else who
        at = self.clock.now() - timedelta(hours=age_h)
        by_id = ask(
            self.store, f"SELECT i.name FROM message m JOIN identity i ON i.id = m.identity_id WHERE remote_id = '{id}'"
        )
        if by_id:
            author = me() if by_id[0][0] == "Baker" else by_id[0][0]
        take_in(
            self.store,
            self.place,
            a_message(str(id), text, by=author, on=f"post-{post}", parent=str(parent or ""), at=at, state=state),
            first_fetch_done=age_h % 5 == 0,
        )

    @rule(id=st.integers(1, 40))
    def something_is_deleted(self, id: int) -> None:
        take_in(self.store, self.place, deleted=[str(id)])

    @rule(seen=st.sets(st.integers(1, 40).map(str)))
    def a_complete_look(self, seen: set[str]) -> None:
        take_in(self.store, self.place, sweep=a_sweep(*seen))

    @rule(number=st.integers(0, 99), what=st.sampled_from(TRIAGE))
    def triage(self, number: int, what: str) -> None:
        id = self.pick("SELECT id FROM conversation ORDER BY id", number)
        if id is None:
            return
        until = self.clock.now() + timedelta(hours=number)
        works = {
            "done": lambda write: write.finish([id]),
            "reopen": lambda write: write.reopen([id]),
            "snooze": lambda write: write.snooze([id], Snooze("", "UTC", until + timedelta(minutes=1))),
            "sleep": lambda write: write.snooze([id], Snooze("", "UTC", until + timedelta(minutes=1), or_answer=False)),
            "them": lambda write: write.wait_for_them([id]),
            "remind": lambda write: write.wait_for_them([id], Snooze("", "UTC", until + timedelta(minutes=1))),
            "mute": lambda write: write.mute([id], True),
            "unmute": lambda write: write.mute([id], False),
            "read": lambda write: write.mark_read(id) | write.mark_unread([id]),
        }
        self.store.write(works[what])

    @rule(number=st.integers(0, 99), what=st.sampled_from(["star", "unstar", "ignore", "heed", "note", "tag"]))
    def about_somebody(self, number: int, what: str) -> None:
        id = self.pick("SELECT id FROM identity ORDER BY id", number)
        if id is None:
            return
        works = {
            "star": lambda write: write.star(id, True),
            "unstar": lambda write: write.star(id, False),
            "ignore": lambda write: write.ignore(id, True),
            "heed": lambda write: write.ignore(id, False),
            "note": lambda write: write.add_note(id, f"note {number}"),
            "tag": lambda write: write.set_tags(id, [f"tag {number % 3}"]),
        }
        self.store.write(works[what])

    @rule(number=st.integers(0, 99), what=st.sampled_from(["stage", "facts", "not_now", "for_all", "again", "counts"]))
    def i_judge_what_is_suggested(self, number: int, what: str) -> None:
        id = self.pick("SELECT id FROM identity ORDER BY id", number)
        if id is None:
            return
        kind = list(StepKind)[number % len(StepKind)]
        sale = NewSale(str(number)) if number % 2 else None
        works = {
            "stage": lambda write: write.set_stage(id, list(Stage)[number % len(Stage)], sale),
            "facts": lambda write: write.set_stage(id, None),
            "not_now": lambda write: write.turn_down(id, kind, TurnDown.NOT_NOW),
            "for_all": lambda write: write.turn_down(id, kind, TurnDown.FOR_ALL),
            "again": lambda write: write.suggest_again(id),
            "counts": lambda write: write.set_counts({"stages.regular_exchanges": number % 5 + 1 or None}),
        }
        self.store.write(works[what])
        while self.store.write(lambda write: write.wake(self.clock.now())):
            pass

    @rule(number=st.integers(0, 99), what=st.sampled_from(["add", "change", "move", "remove", "splits"]))
    def i_arrange_my_views(self, number: int, what: str) -> None:
        id = self.pick("SELECT id FROM saved_view ORDER BY id", number)
        works = {
            "add": lambda write: write.add_view(f"View {number}", "soup", key=number % 10),
            "change": lambda write: write.change_view(id, name=f"Soups {number}", key=number % 4),
            "move": lambda write: write.move_view(id, number % 5),
            "remove": lambda write: write.remove_view(id),
            "splits": lambda write: write.set_splits([Split(f"Part {number}", "is:unread")][: number % 2], State.THEM),
        }
        if id is not None or what in ("add", "splits"):
            self.store.write(works[what])

    @rule(number=st.integers(0, 99), what=st.sampled_from(["add", "switch", "move", "remove", "apply"]))
    def i_make_rules(self, number: int, what: str) -> None:
        id = self.pick("SELECT id FROM rule ORDER BY id", number)
        conversation = self.pick("SELECT id FROM conversation ORDER BY id", number)
        if what == "add":
            wanted = Rule(f"Rule {number}", (CONDITIONS[number % 3],), ACTIONS[number % 4 :][:2], on=number % 5 > 0)
            self.store.write(lambda write: write.add_rule(wanted))
        elif id is None:
            return
        elif what == "switch":
            with self.store.reading() as reading:
                there = next(each for each in reading.rules() if each.id == id)
            self.store.write(lambda write: write.change_rule(replace(there, on=not there.on)))
        elif what == "move":
            self.store.write(lambda write: write.move_rule(id, number % 4))
        elif what == "remove":
            self.store.write(lambda write: write.remove_rule(id))
        elif conversation is not None:
            self.store.write(lambda write: write.apply_rule(id, [conversation]))

    @rule(number=st.integers(0, 99))
    def i_take_back_an_older_step(self, number: int) -> None:
        with self.store.reading() as reading:
            steps = reading.undo_steps()
        if steps:
            step = steps[number % len(steps)]
            with contextlib.suppress(Refused):
                self.store.write(lambda write: write.undo(step.batch))

    @rule(number=st.integers(0, 99), text=st.sampled_from(WORDS), then_done=st.booleans(), remind=st.booleans())
    def i_answer(self, number: int, text: str, then_done: bool, remind: bool) -> None:
        until = Snooze("", "UTC", self.clock.now() + timedelta(hours=number + 1)) if remind else None
        to = self.pick(
            "SELECT id FROM message WHERE direction = 'in' AND conversation_id IS NOT NULL ORDER BY id", number
        )
        if to is not None:
            [(conversation,)] = ask(self.store, f"SELECT conversation_id FROM message WHERE id = {to}")
            self.store.write(
                lambda write: write.queue_words(
                    conversation, to, text, Purpose.REPLY, not_before=None, then_done=then_done, remind=until
                )
            )

    @rule(number=st.integers(0, 99), moderation=st.sampled_from(Moderation))
    def i_moderate(self, number: int, moderation: Moderation) -> None:
        id = self.pick("SELECT id FROM message WHERE direction = 'in' ORDER BY id", number)
        if id is not None:
            self.store.write(lambda write: write.queue_state(id, Verb.MODERATE, moderation, not_before=None))

    @rule(number=st.integers(0, 99), how=st.sampled_from(["sent", "busy", "asks", "cancel"]))
    def a_delivery_goes_on(self, number: int, how: str) -> None:
        id = self.pick("SELECT id FROM delivery WHERE state = 'waiting' ORDER BY id", number)
        if id is None:
            return
        if how == "cancel":
            self.store.write(lambda write: write.cancel_delivery(id))
            return
        now = self.clock.now()
        if self.store.write(lambda write: write.claim(id, b"bytes", now), Priority.OUTBOX) is None:
            return
        works = {
            "sent": lambda write: write.settle_sent(id, f"s{id}", "", "", None),
            "busy": lambda write: write.settle_waiting(id, "Busy.", now + timedelta(minutes=1)),
            "asks": lambda write: write.settle_needs_you(id, "Closed."),
        }
        self.store.write(works[how], Priority.OUTBOX)

    @rule(one=st.integers(0, 9), other=st.integers(0, 9), together=st.booleans())
    def i_merge_or_part(self, one: int, other: int, together: bool) -> None:
        ids = [self.pick("SELECT id FROM identity ORDER BY id", number) for number in (one, other)]
        with contextlib.suppress(Refused, KeyError):
            self.store.write(lambda write: write.merge(*ids) if together else write.part(ids[:1]))

    @rule(number=st.integers(0, 9), mine=st.booleans())
    def i_say_who_is_me(self, number: int, mine: bool) -> None:
        id = self.pick("SELECT id FROM identity ORDER BY id", number)
        with contextlib.suppress(Refused, KeyError):
            self.store.write(lambda write: write.this_is_me(id, mine))

    @rule(forward=st.booleans())
    def undo_or_redo(self, forward: bool) -> None:
        with contextlib.suppress(Refused):
            self.store.write(lambda write: write.redo() if forward else write.undo())

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.clock.pass_time(timedelta(hours=hours))
        while self.store.write(lambda write: write.wake(self.clock.now())):
            pass

    @invariant()
    def the_list_is_what_the_changes_said(self) -> None:
        self.steps += 1
        with self.store.reading() as reading:
            counts = reading.counts()
            keys = {key.id: key for state in State for key in reading.keys(state)}
        assert keys == self.keys
        for state in State:
            assert counts[state, 0] == sum(key.state is state for key in keys.values())

    @precondition(lambda self: self.steps % 25 == 24)
    @invariant()
    def everything_agrees(self) -> None:
        store = self.store
        while store.write(lambda write: write.wake(self.clock.now())):
            pass
        assert store.check() == []
        for column, counted in (
            ("messages_in", "SELECT identity_id, count(*) FROM message WHERE direction = 'in' GROUP BY 1"),
            ("messages_out", "SELECT to_identity_id, count(*) FROM message WHERE direction = 'out' GROUP BY 1"),
        ):
            real = {id: n for id, n in ask(store, counted) if id is not None}
            assert {id: n for id, n in ask(store, f"SELECT id, {column} FROM identity") if n} == real, column
        threads = "SELECT thread_id, count(*) FROM message GROUP BY 1"
        assert dict(ask(store, threads)) == {id: n for id, n in ask(store, "SELECT id, messages FROM thread") if n}
        assert ask(store, HOMELESS) == []
        before = self.state()
        store.write(rebuild)
        after = self.state()
        assert {
            cell: (before.get(cell), after.get(cell))
            for cell in before.keys() | after.keys()
            if before.get(cell) != after.get(cell)
        } == {}

    def state(self) -> dict[tuple[str, object, str], object]:
        """Each cell by table, row and column; notes by their uuid, since one that is put back gets another local id."""
        cells: dict[tuple[str, object, str], object] = {}
        for table in STATE:
            columns = [row[1] for row in ask(self.store, f"PRAGMA table_info({table})")]
            for row in ask(self.store, f"SELECT * FROM {table}"):
                values = dict(zip(columns, row, strict=True))
                key = values.pop("id", None)
                if table in BY_UUID:
                    key = values["uuid"]
                cells |= {(table, row if key is None else key, column): value for column, value in values.items()}
        return cells


HOMELESS = """
SELECT m.id FROM message m LEFT JOIN conversation c ON c.id = m.conversation_id
WHERE m.direction = 'in' AND (c.id IS NULL OR c.counterpart_id != m.identity_id OR c.thread_id != m.thread_id)
UNION ALL SELECT m.id FROM message m JOIN message p ON p.id = m.parent_id
WHERE m.direction = 'out' AND m.conversation_id IS NOT p.conversation_id"""


def rebuild(write: Writing) -> Changes:
    assert isinstance(write, Session)
    acts.rebuild(write._tx)
    return write._tx.take()


Days.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=STEPS,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestDays = Days.TestCase
