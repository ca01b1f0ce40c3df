"""Threads that are joined are shown as one, with their joints marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.joining import JoinedThread
from inbox.core.model import Can, Message
from inbox.ui.look.theme import Look
from inbox.ui.thread import ThreadView
from inbox.ui.thread_between import JointRow
from tests.ui import values


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> ThreadView:
    pane = ThreadView(look, values.faces(), values.now)
    qtbot.addWidget(pane)
    pane.resize(760, 900)
    pane.show()
    return pane


def elsewhere(*messages: Message, **more: object) -> JoinedThread:
    plain = JoinedThread(
        thread=70, link=3, title="Ovens at home", place=2, place_title="The Workshop", look="mastodon",
        can=Can.READ, url="https://workshop.example/ovens", messages=messages, conversation=9,
        linked_by="Cleo", linking_message=messages[-1].id,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def lines(pane: ThreadView) -> list[str]:
    """Messages and joints from the top."""
    found = [(bubble.y(), bubble.browser.words()) for bubble in pane.bubbles() if bubble.isVisible()]
    joints = [one for one in pane.findChildren(JointRow) if one.isVisible()]
    return [line for _, line in sorted(found + [(one.y(), f"-- {one.accessibleName()}") for one in joints])]


def plain(line: str) -> str:
    return "".join(letter for letter in line if letter not in "\u2068\u2069")


def test_what_was_said_elsewhere_stands_in_its_time_between_two_joints(pane: ThreadView, qtbot: QtBot) -> None:
    first = values.message(text="How hot?", sort_at=values.ago(hours=9))
    there = values.message("Cleo", "Mine does 230.", place=2, conversation=9, sort_at=values.ago(hours=5))
    last = values.message(text="And for rye?", sort_at=values.ago(hours=1))
    pane.show_conversation(values.conversation([first, last], joined=(elsewhere(there),)))
    qtbot.wait(20)
    assert [plain(line) for line in lines(pane)] == [
        "How hot?",
        "-- “Ovens at home” at The Workshop · joined by a link of Cleo",
        "Mine does 230.",
        "-- “Why we stopped buying ads” at The Slow Oven",
        "And for rye?",
    ]
    assert "with" in pane.heading.about.text()


def test_the_joint_parts_and_says_so_to_those_who_listen(pane: ThreadView, qtbot: QtBot) -> None:
    there = values.message("Cleo", "Mine does 230.", place=2, sort_at=values.ago(hours=5))
    pane.show_conversation(values.conversation(joined=(elsewhere(there, linked_by="", linking_message=None),)))
    joint = next(one for one in pane.findChildren(JointRow) if one.isVisible() and "by hand" in one.accessibleName())
    with qtbot.waitSignal(pane.part_wanted) as heard:
        joint._part.click()
    assert heard.args == [3]
    assert joint._part.accessibleName() == "Part from “Ovens at home”"


def test_a_message_from_elsewhere_carries_that_place_and_its_rights(pane: ThreadView, qtbot: QtBot) -> None:
    there = values.message("Cleo", "Mine does 230.", place=2, sort_at=values.ago(hours=5))
    pane.show_conversation(values.conversation(joined=(elsewhere(there),)))
    pane.focus_message(there.id)
    joined = pane.joined_thread()
    assert joined is not None
    assert joined.place == 2
    bubble = next(one for one in pane.bubbles() if one.message == there)
    assert not bubble._spam.isVisibleTo(bubble), "that place cannot be moderated"


def test_of_a_long_joined_thread_only_the_newest_and_the_link_are_open(pane: ThreadView, qtbot: QtBot) -> None:
    there = [
        values.message("Cleo", f"Words {number}", place=2, sort_at=values.ago(minutes=300 - number))
        for number in range(30)
    ]
    own = values.message(text="And for rye?", sort_at=values.ago(minutes=1))
    pane.show_conversation(values.conversation([own], joined=(elsewhere(*there, linking_message=there[0].id),)))
    qtbot.wait(20)
    drawn = [bubble.browser.words() for bubble in pane.bubbles() if bubble.isVisible()]
    assert drawn == ["Words 0", "Words 27", "Words 28", "Words 29", "And for rye?"]
