"""How close people are and what comes next, by keys, with the sample people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import Stage
from inbox.core.relation import NextStep, Relation, StepKind
from inbox.ui.profile.next_step import NextStepCard
from tests.desk import Desk, called, running
from tests.journeys.sample_people import ready, sheet_name


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "profile", qtbot, "--sample", sample=True) as running_desk:
        yield ready(running_desk)


def stand_on(desk: Desk, name: str) -> int:
    model = desk.window.inbox.model
    rows = [row for at in range(model.rowCount()) if (row := model.values_at(at)) is not None]
    row = next(row for row in rows if row.name == name)
    desk.window.inbox.select(row.id)
    desk.sees(lambda: desk.window.conversation.focused_message() is not None)
    return row.identity


def relation(desk: Desk, identity: int) -> Relation:
    return desk.engine.read(lambda reading: reading.relation(identity))


def step(desk: Desk, identity: int) -> NextStep:
    found = relation(desk, identity).step
    assert found is not None
    return found


def test_the_next_step_begins_the_answer_it_suggests(desk: Desk) -> None:
    who = stand_on(desk, "Amara Okafor")
    assert step(desk, who).kind is StepKind.ANSWER
    desk.press("Shift+T")
    desk.sees(lambda: desk.window.composer.isVisible() and called(desk.focus()) != "Conversations")
    desk.type("Twice a day, with tea.")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: (found := relation(desk, who).step) is None or found.kind is not StepKind.ANSWER)


def test_what_it_counts_is_opened_and_a_step_turned_down_comes_back_by_undo(desk: Desk) -> None:
    who = stand_on(desk, "Amara Okafor")
    card = desk.window.person.card(NextStepCard)
    assert card is not None
    card._proof.click()
    desk.sees(lambda: sheet_name(desk) == "What the next step with Amara Okafor counts")
    desk.press("Enter")
    desk.sees(lambda: desk.window.overlay.sheet is None)
    stood_on = desk.window.conversation.focused_message()
    assert stood_on is not None
    assert stood_on.id == step(desk, who).evidence.messages[-1]
    card._down.click()
    card._first_way.click()
    desk.sees(lambda: (found := relation(desk, who).step) is None or found.kind is not StepKind.ANSWER)
    desk.press("Esc", "Z")
    desk.sees(lambda: (found := relation(desk, who).step) is not None and found.kind is StepKind.ANSWER)


def test_setting_the_stage_begins_at_the_one_they_have_so_enter_alone_moves_nobody(desk: Desk) -> None:
    who = stand_on(desk, "Amara Okafor")
    before = relation(desk, who).stage
    desk.press("Ctrl+K")
    desk.type("set their stage")
    desk.press("Enter")
    desk.sees(lambda: sheet_name(desk) == "The stage of Amara Okafor")
    assert desk.focus().accessibleDescription().startswith(before.value.capitalize())
    desk.press("Enter")
    desk.sees(lambda: sheet_name(desk) == "")
    assert relation(desk, who).stage is before


def test_a_stage_goes_up_by_hand_until_a_sale_is_asked_for(desk: Desk) -> None:
    who = stand_on(desk, "Amara Okafor")
    assert relation(desk, who).stage is Stage.REGULAR
    desk.press("Shift+S")
    desk.sees(lambda: relation(desk, who).stage is Stage.FRIEND)
    desk.press("Shift+S")
    desk.sees(lambda: sheet_name(desk) == "Amara Okafor is a customer")
    desk.type("a lot")
    desk.press("Enter")
    assert relation(desk, who).stage is Stage.FRIEND, "that is no amount"
    desk.press("Ctrl+A")
    desk.type("120,50")
    desk.press("Enter")
    desk.sees(lambda: relation(desk, who).stage is Stage.CUSTOMER)
    [sale] = desk.engine.read(lambda reading: reading.profile(who)).sales
    assert sale.amount == "120.50"
    desk.sees(lambda: desk.notice() == "Now: Customer.")
    desk.press("Shift+S")
    desk.sees(lambda: "no stage above" in desk.notice())
    desk.press("Z")
    desk.sees(lambda: relation(desk, who).stage is Stage.FRIEND)


def test_what_counts_is_changed_on_its_page_and_everybody_follows(desk: Desk) -> None:
    who = stand_on(desk, "Amara Okafor")
    desk.press("Ctrl+K")
    desk.type("what counts")
    desk.press("Enter")
    desk.sees(lambda: sheet_name(desk) == "What counts")
    sheet = desk.window.overlay.sheet
    lines = {line.threshold.key: line for line in sheet.lines}  # type: ignore[union-attr]
    line = lines["stages.regular_exchanges"]
    for _ in range(9):
        line.stepper.step(1)
    assert line.back.isEnabled()
    desk.press("Esc")
    desk.sees(lambda: relation(desk, who).stage is Stage.ACQUAINTANCE)
