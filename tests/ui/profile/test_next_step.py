"""The card of the next step, the offer of a friend, and the ladder with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from inbox.core.model import Stage
from inbox.core.relation import Door, Evidence, NextStep, Relation, StageReached, StepKind
from inbox.ui.look.theme import Look
from inbox.ui.person import PersonPane
from inbox.ui.profile.ladder import LadderCard
from inbox.ui.profile.next_step import FriendCard, NextStepCard
from tests.ui import values
from tests.ui.test_person import Told, card

PROOF = Evidence((31, 40), 3)
THANK = NextStep(StepKind.THANK, "Thank them", "They wrote kind words, and you have never thanked them.", PROOF)


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> Iterator[PersonPane]:
    view = PersonPane(look, values.faces(), values.now)
    qtbot.addWidget(view)
    view.resize(316, 900)
    view.show()
    yield view
    view.hide()


@pytest.fixture
def told(pane: PersonPane) -> list[object]:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.deck.commanded.connect(heard.append)
    pane.deck.conversation_opened.connect(lambda *where: heard.append(where))
    return heard


def show(pane: PersonPane, **relation: object) -> None:
    pane.show_person(values.person(), values.knows(relation=Relation(1, **relation)))  # type: ignore[arg-type]


def click(of: object, words: str) -> None:
    buttons = of.findChildren(QAbstractButton)  # type: ignore[attr-defined]
    next(one for one in buttons if one.text() == words and not one.isHidden()).click()


def test_a_step_says_what_and_why_and_is_taken_by_its_command(pane: PersonPane, told: list[object]) -> None:
    show(pane, step=THANK)
    step = card(pane, NextStepCard)
    assert step.isVisible()
    assert (step._what.text(), step._why.text()) == (THANK.title, THANK.why)
    click(step, "Thank")
    click(step, "What it counts")
    assert told == ["people.next_step", "people.step_evidence"]


def test_nothing_to_do_shows_no_card(pane: PersonPane) -> None:
    show(pane)
    assert not card(pane, NextStepCard).isVisible()
    assert not card(pane, FriendCard).isVisible()
    assert not card(pane, LadderCard).isVisible()


def test_a_step_is_turned_down_for_now_for_them_or_for_good(pane: PersonPane, told: list[object]) -> None:
    show(pane, step=THANK)
    step = card(pane, NextStepCard)
    assert step._ways_down.isHidden()
    for words, how in (("Not now", "not_now"), ("Not for them", "for_them"), ("Never suggest this", "for_all")):
        click(step, "Turn down")
        click(step, words)
        assert told[-1] == ("turn_down", 1, StepKind.THANK, how)
        assert step._ways_down.isHidden()


def test_a_call_may_be_written_down_as_had_and_a_page_is_opened_by_name(pane: PersonPane, told: list[object]) -> None:
    show(pane, step=NextStep(StepKind.CALL, "Offer a call", "Four exchanges.", PROOF))
    click(card(pane, NextStepCard), "You talked already")
    assert told == ["people.log"]
    hello = NextStep(StepKind.SAY_HELLO, "Say hello", "They liked.", door=Door.PROFILE, address="https://ann.example")
    show(pane, step=hello)
    step = card(pane, NextStepCard)
    assert step._do.text() == "Open their page"
    assert not step._proof.isVisible(), "there is no message to open"


def test_a_friend_is_a_yes_or_a_no(pane: PersonPane, told: list[object]) -> None:
    show(pane, offers=(StageReached(Stage.FRIEND, None, "You wrote each other in private."),))
    friend = card(pane, FriendCard)
    assert friend.isVisible()
    click(friend, "Yes, a friend")
    click(friend, "No")
    assert told == [("set_stage", 1, Stage.FRIEND), ("turn_down", 1, "friend", "for_them")]


def test_the_ladder_opens_to_what_it_counts(pane: PersonPane, told: list[object]) -> None:
    steps = (
        StageReached(Stage.STRANGER, values.ago(days=40), "They wrote to you."),
        StageReached(Stage.ACQUAINTANCE, values.ago(days=3), "You answered each other.", evidence=PROOF),
    )
    show(pane, ladder=steps)
    first, second = card(pane, LadderCard)._lines
    assert first.text() == "Stranger. They wrote to you."
    assert not first.isEnabled()
    second.click()
    assert told == [(3, 40)]
    assert second.accessibleName().endswith("Acquaintance. You answered each other.")
    click(card(pane, LadderCard), "Change")
    assert told[-1] == "people.stage"
