"""The outbox against a server in memory, in any order of acts, faults, restarts and clocks that a machine can think of.

The server here keeps what reached it. Whatever happens: nothing is there twice, nothing called sent is missing there,
and in the end everything is there once, or was asked about.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inbox.core.errors import OutcomeUnknown, RateLimited, Refused, Rejected, Unreachable
from inbox.core.model import DeliveryState
from inbox.networks.api import Op, Receipt, Reconciled, Retry, Safety, Verdict
from inbox.services import delivery
from inbox.store.writer import open_store
from tests.outbox_desk import SETTLE_S, Desk, Network, desk_in, mine

TEXTS = ("Thanks!", "No, try it.", "Yes.")
RULES = {
    "duplicate_error": Retry(Safety.DUPLICATE_ERROR, SETTLE_S),
    "keyed": Retry(Safety.KEYED, SETTLE_S, key_life_s=10**9),
    "read_back": Retry(Safety.READ_BACK, SETTLE_S),
    "proof": Retry(Safety.READ_BACK, SETTLE_S, absence_is_proof=True),
    "blind": Retry(Safety.BLIND, SETTLE_S),
}
FAULTS = ("answer", "answer", "before", "after", "refuse", "wait", "unreachable", "die before", "die after")


class Died(BaseException):
    """The process ends here: nothing after it runs."""


@dataclass
class Server(Network):
    """Honest; `fault` says what happens to the next send."""

    kind: str = "duplicate_error"
    fault: str = "answer"
    items: list[tuple[str, str, str]] = field(default_factory=list)
    """(parent, text, key)"""

    def __post_init__(self) -> None:
        Network.__init__(self)
        self.rule = RULES[self.kind]

    def send(self, op: Op, frozen: bytes) -> Receipt:
        fault, self.fault = self.fault, "answer"
        if fault == "unreachable":
            raise Unreachable("Gone.")
        if fault == "wait":
            raise RateLimited("Slower.", 5)
        if fault == "refuse":
            raise Rejected("No.")
        if fault == "die before":
            raise Died
        if fault == "before":
            raise OutcomeUnknown("Lost.")
        receipt = self._take(op)
        if fault == "die after":
            raise Died
        if fault == "after":
            raise OutcomeUnknown("Lost.")
        return receipt

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        for number, (parent, text, _) in enumerate(self.items, 1):
            if (parent, text) == (op.target.remote_id, op.text) and f"n{number}" not in op.claimed:
                return Reconciled(Verdict.FOUND, Receipt(f"n{number}"))
        return Reconciled(Verdict.ABSENT)

    def _take(self, op: Op) -> Receipt:
        for number, (parent, text, key) in enumerate(self.items, 1):
            if self.kind == "keyed" and key == op.key:
                return Receipt(f"n{number}")
            if self.kind == "duplicate_error" and (parent, text) == (op.target.remote_id, op.text):
                raise Rejected("Duplicate.", "duplicate")
        self.items.append((op.target.remote_id, op.text, op.key))
        return Receipt(f"n{len(self.items)}")


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="outbox-machine-")
        self.opened = desk_in(Path(self.folder.name))
        self.desk: Desk = self.opened.__enter__()
        self.server = Server()
        self.wanted: Counter[tuple[str, str]] = Counter()
        self.conversations: dict[str, int] = {}

    @initialize(kind=st.sampled_from(sorted(RULES)))
    def somebody_wrote(self, kind: str) -> None:
        self.server = Server(kind)
        self.desk.network = self.server
        for name in ("Ann", "Ben"):
            conversation, _ = self.desk.somebody_writes(name, remote_id=name)
            self.conversations[name] = conversation

    @rule(name=st.sampled_from(["Ann", "Ben"]), text=st.sampled_from(TEXTS))
    def queue(self, name: str, text: str) -> None:
        self.desk.answers(self.conversations[name], text)
        self.wanted[name, text] += 1

    @rule(fault=st.sampled_from(FAULTS), seconds=st.sampled_from([0, 1, 31, 301, 901]))
    def deliver(self, fault: str, seconds: int) -> None:
        self.server.fault = fault
        self.desk.clock.pass_time(timedelta(seconds=seconds))
        try:
            self.desk.delivers()
        except Died:
            self.restart()

    @rule()
    def restart(self) -> None:
        self.desk.store.close()
        self.desk.store = open_store(self.desk.folder, self.desk.clock)
        delivery.recover(self.desk.store, self.desk.clock)

    @rule(days=st.sampled_from([-400, -1, 1, 400]))
    def clock_is_set(self, days: int) -> None:
        self.desk.clock.pass_time(timedelta(days=days))

    @precondition(lambda self: self.server.items)
    @rule(data=st.data())
    def own_words_come_in(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, len(self.server.items)))
        parent, text, _ = self.server.items[number - 1]
        self.desk.comes_in(mine(self.desk.clock.now(), text, parent, f"n{number}"))

    @rule(data=st.data(), way=st.sampled_from(["cancel", "retry", "there"]))
    def the_person_answers(self, data: st.DataObject, way: str) -> None:
        with self.desk.store.reading() as reading:
            asking = [each for each in reading.outbox() if each.state is DeliveryState.NEEDS_YOU]
        if asking:
            self.answer(data.draw(st.sampled_from([each.id for each in asking])), drop=way == "cancel")

    def answer(self, queued: int, *, drop: bool) -> None:
        """Truthfully: they look at the server first."""
        view = self.desk.view(queued)
        with self.desk.store.reading() as reading:
            target = reading.message(view.message or 0).remote_id
            sent = sum(
                each.state is DeliveryState.SENT and (each.message, each.text) == (view.message, view.text)
                for each in reading.outbox(settled=True)
            )
        there = sum((parent, text) == (target, view.text) for parent, text, _ in self.server.items)
        if there > sent:
            self.desk.store.write(lambda write: write.settle_by_hand(queued))
        elif drop or view.reason.startswith("Exactly these words"):
            self.desk.store.write(lambda write: write.cancel_delivery(queued))
            self.wanted[target, view.text] -= 1
        else:
            self.desk.store.write(lambda write: write.retry_delivery(queued))

    @rule()
    def undo(self) -> None:
        with self.desk.store.reading() as reading:
            before = {each.id: each for each in reading.outbox()}
        try:
            self.desk.store.write(lambda write: write.undo())
        except Refused:
            return
        with self.desk.store.reading() as reading:
            left = {each.id for each in reading.outbox()}
            for gone in before.keys() - left:
                view = before[gone]
                self.wanted[reading.message(view.message or 0).remote_id, view.text] -= 1

    @invariant()
    def nothing_is_there_more_often_than_it_was_wanted(self) -> None:
        there = Counter((parent, text) for parent, text, _ in self.server.items)
        with self.desk.store.reading() as reading:
            asking: Counter[tuple[str, str]] = Counter()
            for each in reading.outbox(settled=True):
                if each.state is DeliveryState.CANCELLED and each.attempts:
                    asking[reading.message(each.message or 0).remote_id, each.text] += 1
        for words, count in there.items():
            assert count <= self.wanted[words] + asking[words], words

    @invariant()
    def nothing_is_called_sent_that_is_not_there(self) -> None:
        there = Counter((parent, text) for parent, text, _ in self.server.items)
        sent: Counter[tuple[str, str]] = Counter()
        with self.desk.store.reading() as reading:
            for each in reading.outbox(settled=True):
                if each.state is DeliveryState.SENT:
                    sent[reading.message(each.message or 0).remote_id, each.text] += 1
        for words, count in sent.items():
            assert count <= there[words], words

    def teardown(self) -> None:
        try:
            self._all_ends_well()
        finally:
            self.opened.__exit__(None, None, None)
            self.desk.store.close()
            self.folder.cleanup()

    def _all_ends_well(self) -> None:
        self.server.fault = "answer"
        for _ in range(60):
            self.desk.settles(1000)
            with self.desk.store.reading() as reading:
                left = reading.outbox()
            if not left:
                break
            for each in left:
                if each.state is DeliveryState.NEEDS_YOU:
                    self.answer(each.id, drop=False)
        assert left == []
        there = Counter((parent, text) for parent, text, _ in self.server.items)
        assert +there == +self.wanted
        for name, conversation in self.conversations.items():
            shown = Counter((name, text) for text, _ in self.desk.own_words(conversation))
            assert shown == Counter({words: count for words, count in there.items() if words[0] == name})
        assert self.desk.says_wrong() == []


Outbox.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    # Each step is a real transaction: making a failing story shorter would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestOutbox = Outbox.TestCase
