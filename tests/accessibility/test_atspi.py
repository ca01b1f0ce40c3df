"""What somebody hears who does not see the window: buttons, rows and messages have words, keys say where one is."""

from __future__ import annotations

import re

import pytest

from tests.accessibility.conftest import Node, Reader

pytestmark = pytest.mark.server
BUTTONS = {"push button", "toggle button", "check box", "radio button"}


def shown(nodes: list[Node]) -> list[Node]:
    return [one for one in nodes if "showing" in one.states]


def selected(reader: Reader) -> str:
    return next((row.name for row in reader.rows() if "selected" in row.states), "")


def test_nothing_that_takes_the_focus_is_silent(reader: Reader) -> None:
    nodes = shown(reader.nodes())
    assert len([one for one in nodes if "focusable" in one.states]) > 20
    assert [str(one) for one in nodes if "focusable" in one.states and not one.name.strip()] == []


def test_every_button_says_what_it_does(reader: Reader) -> None:
    buttons = [one for one in shown(reader.nodes()) if one.role in BUTTONS]
    assert {"Star", "Snooze", "Done", "Send", "Commands", "Menu"} <= {one.name for one in buttons}
    assert [str(one) for one in buttons if not one.name.strip()] == []


def test_no_tags_are_read_out(reader: Reader) -> None:
    heard = [(one, words) for one in reader.nodes() for words in (one.name, one.description)]
    assert [str(one) for one, words in heard if re.search(r"</?(span|p|b|html)\b", words)] == []


def test_every_row_says_who_why_what_about_and_the_newest_words(reader: Reader) -> None:
    rows = reader.rows()
    assert len(rows) > 10
    sentence = re.compile(r"^(?P<name>[^,]+), .+\. (on|replied on) “.+”, .+: \S.+", re.DOTALL)
    assert [row.name for row in rows if not sentence.match(row.name)] == []
    marks = "unread", "Held for you to approve", "Asks a question", "First time here"
    assert [mark for mark in marks if not any(mark in row.name for row in rows)] == []


def test_every_message_is_one_item_with_its_author_and_words(reader: Reader) -> None:
    name = selected(reader).split(",")[0]
    bubbles = [one for one in shown(reader.nodes()) if one.path[-3:-2] == ("Messages",) and ": " in one.name]
    assert bubbles
    assert any(re.match(rf"{re.escape(name)}, .+: \S+", one.name, re.DOTALL) for one in bubbles)


def test_panes_are_read_from_left_to_right(reader: Reader) -> None:
    names = [one.name for one in shown(reader.nodes())]
    places = [
        names.index("Views, people and places"),
        names.index("Waiting on me", names.index("Views, people and places") + 2),
        next(at for at, name in enumerate(names) if name.startswith("Conversation: ")),
        next(at for at, name in enumerate(names) if name.startswith("Profile of ")),
    ]
    assert places == sorted(places)


def test_a_key_moves_the_row_that_is_heard(reader: Reader) -> None:
    rows = [row.name.split(",")[0] for row in reader.rows()]
    assert selected(reader).startswith(rows[0])
    reader.press("j")
    reader.hears(lambda: selected(reader).startswith(rows[1]))
    assert [row.name.split(",")[0] for row in reader.rows() if "focused" in row.states] == [rows[1]]
    reader.press("k")
    reader.hears(lambda: selected(reader).startswith(rows[0]))
