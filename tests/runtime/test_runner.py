"""Lanes: in order within, side by side between; results and expected errors are delivered, bugs go to their door."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from inbox.core.errors import InboxError, Unreachable
from inbox.runtime.runner import CROWD, Runner


class Desk:
    def __init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.heard: list[object] = []
        self.runner = Runner(self._deliver, self.bugs.append)

    def _deliver(self, call: Callable[[], None]) -> None:
        call()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.runner.stop()


def test_jobs_of_one_lane_run_in_order(desk: Desk) -> None:
    for number in range(50):
        desk.runner.run("blog", lambda number=number: number, desk.heard.append)
    desk.runner.stop_when_idle()
    assert desk.heard == list(range(50))


def test_a_lane_that_waits_does_not_block_another(desk: Desk) -> None:
    gate, reached = threading.Event(), threading.Event()
    desk.runner.run("slow", lambda: gate.wait(20), desk.heard.append)
    desk.runner.run("quick", reached.set)
    assert reached.wait(20)
    assert desk.heard == []
    gate.set()
    desk.runner.stop_when_idle()
    assert desk.heard == [True]


def test_an_expected_error_is_delivered_and_the_lane_goes_on(desk: Desk) -> None:
    def refuse() -> None:
        raise Unreachable("The blog did not answer.")

    errors: list[InboxError] = []
    desk.runner.run("blog", refuse, failed=errors.append)
    desk.runner.run("blog", lambda: "next", desk.heard.append)
    desk.runner.stop_when_idle()
    assert [str(error) for error in errors] == ["The blog did not answer."]
    assert desk.heard == ["next"]
    assert desk.bugs == []


def test_a_bug_goes_to_its_door_and_the_lane_goes_on(desk: Desk) -> None:
    desk.runner.run("blog", lambda: 1 // 0)
    desk.runner.run("blog", lambda: "next", desk.heard.append)
    desk.runner.stop_when_idle()
    assert [type(bug) for bug in desk.bugs] == [ZeroDivisionError]
    assert desk.heard == ["next"]


def test_nothing_is_told_to_an_owner_that_is_gone(desk: Desk) -> None:
    desk.runner.run("blog", lambda: "late", desk.heard.append, alive=lambda: False)
    desk.runner.stop_when_idle()
    assert desk.heard == []


def test_stopping_drops_what_has_not_begun(desk: Desk) -> None:
    gate, begun = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        gate.wait(20)

    desk.runner.run("blog", wait)
    desk.runner.run("blog", lambda: "dropped", desk.heard.append)
    assert begun.wait(20)
    stopper = threading.Thread(target=desk.runner.stop)
    stopper.start()
    while not desk.runner.stopping():
        pass
    gate.set()
    stopper.join(20)
    assert desk.heard == []
    assert desk.runner.busy() == frozenset()


def test_silent_servers_keep_no_other_lane_waiting(desk: Desk) -> None:
    gate, reached = threading.Event(), threading.Event()
    for number in range(CROWD * 2):
        desk.runner.run(f"read-{number}", lambda: gate.wait(20), desk.heard.append, is_patient=True)
        desk.runner.run(f"send-{number}", lambda: gate.wait(20), desk.heard.append)
    desk.runner.run("words", reached.set)
    assert reached.wait(20)
    gate.set()
    desk.runner.stop_when_idle()
    assert desk.heard == [True] * CROWD * 4


def test_what_must_not_be_lost_is_worked_through_before_the_end(desk: Desk) -> None:
    gate, begun = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        gate.wait(20)

    desk.runner.run("words", wait)
    desk.runner.run("words", lambda: "kept", desk.heard.append)
    assert begun.wait(20)
    stopper = threading.Thread(target=desk.runner.stop, kwargs={"finish": ("words",)})
    stopper.start()
    while not desk.runner.stopping():
        pass
    gate.set()
    stopper.join(20)
    assert desk.heard == ["kept"]
