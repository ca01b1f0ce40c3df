"""The morning pass: 23 that wait, by keys only, and every press counted (typed words apart)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import RemoteState, State, Verb
from tests.desk import Desk, running
from tests.journeys.sample_people import filled, ids, ready, row, state

MOST_PRESSES = 2.2
"""A conversation, besides the words."""
WORDS = "Thank you for asking. Yes, any day but Monday, and bring the tin."


class Counted:
    """Somebody whose presses are counted. Each act ends when the next row is selected."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.presses = 0

    def press(self, *keys: str) -> None:
        self.presses += len(keys)
        self.desk.press(*keys)

    def moves_on_from(self, conversation: int) -> None:
        self.desk.sees(lambda: self.desk.selected() not in (None, conversation))


def test_the_morning_pass_takes_about_two_presses_a_conversation(
    tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled(tmp_path / "profile", undo_seconds=0)
    todo = {"moderate": 3, "done": 8, "reply": 6, "snooze": 4, "thank": 2}
    did: dict[str, list[int]] = {name: [] for name in todo}
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        hand = Counted(desk)
        while any(todo.values()):
            here = desk.selected()
            assert here is not None
            held = row(desk, here).remote_state is RemoteState.HELD
            act = (
                "moderate"
                if held and todo["moderate"]
                else next(name for name, left in todo.items() if left and name != "moderate")
            )
            todo[act] -= 1
            did[act].append(here)
            if act == "moderate":
                hand.press("A", "J")
            elif act == "done":
                hand.press("E")
            elif act == "snooze":
                hand.press("H", "1")
            else:
                hand.press("R" if act == "reply" else "T")
                desk.type(WORDS)
                hand.press("Ctrl+Shift+Enter")
            hand.moves_on_from(here)
        handled = sum(len(one) for one in did.values())
        with capsys.disabled():
            print(
                f"\nmorning pass: {hand.presses} presses for {handled} conversations, {hand.presses / handled:.2f} each"
            )
        assert handled == 23
        assert hand.presses <= MOST_PRESSES * handled

        # What was meant has happened, and everything that was to leave has left.
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0, within_ms=90_000)
        sent = desk.engine.read(lambda reading: reading.outbox(settled=True))
        assert sum(one.verb is Verb.REPLY for one in sent) == 8
        assert sum(one.verb is Verb.MODERATE for one in sent) == 3
        assert all(state(desk, one) is State.DONE for one in did["done"])
        assert all(state(desk, one) is State.SNOOZED for one in did["snooze"])
        assert all(row(desk, one).remote_state is RemoteState.VISIBLE for one in did["moderate"])
        assert not set(ids(desk)) & {one for name, ids_ in did.items() if name != "moderate" for one in ids_}
        assert set(did["moderate"]) <= set(before)
