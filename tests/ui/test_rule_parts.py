"""One line of a rule while it is made: completion of what is known, and what is wrong, at the field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.core.automation import About, Action, Condition, Do
from inbox.core.clock import on_the_wall
from inbox.core.views import SearchValues
from inbox.ui.look.theme import Look
from inbox.ui.rule_parts import Part, PartRow
from tests.ui.values import NOW

WALL = on_the_wall(NOW, "UTC")
KNOWN = SearchValues(
    ("mastodon", "wordpress"), ("The Slow Oven", "Workshop"), ("baker", "friend"), ("Shop",), ("Regulars", "Bakers")
)


def shown(part: Part, look: Look, qtbot: QtBot) -> PartRow:
    row = PartRow(look, part, KNOWN, WALL)
    qtbot.addWidget(row)
    row.resize(700, 60)
    row.show()
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    row.first_focus().setFocus()
    return row


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize(
    ("part", "typed", "whole"),
    [
        (Condition(About.PLACE), "slow", "The Slow Oven"),
        (Condition(About.NETWORK, no=True), "dON", "mastodon"),
        (Condition(About.LIST), "reg", "Regulars"),
        (Action(Do.TAG), "bak", "baker"),
        (Action(Do.SPLIT), "sh", "Shop"),
    ],
)
def test_what_is_known_is_offered_and_taken_by_keys(
    part: Part, typed: str, whole: str, look: Look, qtbot: QtBot
) -> None:
    row = shown(part, look, qtbot)
    QTest.keyClicks(row.field.line, typed)
    qtbot.waitUntil(row._offered.isVisible)
    QTest.keyClick(row._offered, Qt.Key.Key_Down)
    QTest.keyClick(row._offered, Qt.Key.Key_Return)
    assert row.part().value == whole
    assert row.wrong() == ""


def test_nothing_is_wrong_with_a_field_before_anybody_was_in_it(look: Look, qtbot: QtBot) -> None:
    row = shown(Condition(About.FROM), look, qtbot)
    assert row.hint() == ""
    row.away.setFocus()
    assert row.hint() == "Something is missing behind “it is from”."
    QTest.keyClicks(row.field.line, "a")
    assert row.hint() == ""


@pytest.mark.parametrize(
    ("part", "hint"),
    [
        (Action(Do.SNOOZE, "soon"), "“soon” is no time. Say 3d, tomorrow 9:00 or monday."),
        (Action(Do.SNOOZE, "2020-01-01"), "That time is over. Say 3d, tomorrow 9:00 or monday."),
        (Condition(About.WORDS, "…"), "There are no words to look for. Type some."),
        (Condition(About.PLACE, "Bakehouse"), "No place of yours is called so. Yours: The Slow Oven, Workshop."),
        (Condition(About.LIST, "Fans"), "No list of people is called so. Yours are Regulars, Bakers."),
        (Condition(About.LIST, "bakers"), "Who is in it when they write. Looking back, whoever is in it now."),
        (Condition(About.NETWORK, "fax"), "No place of yours is there. Yours are on mastodon, wordpress."),
    ],
)
def test_what_is_wrong_or_unknown_is_said_under_the_field(part: Part, hint: str, look: Look, qtbot: QtBot) -> None:
    assert shown(part, look, qtbot).hint() == hint


def test_a_kind_is_chosen_from_those_there_are(look: Look, qtbot: QtBot) -> None:
    row = shown(Condition(About.KIND, "pingback"), look, qtbot)
    assert not row.field.isVisible()
    assert row.kind.accessibleName() == "Kind: Pingback"
    row.kind._on_chosen(0)
    assert row.part() == Condition(About.KIND, "comment")


def test_whatever_is_chosen_keeps_the_value_that_was_typed(look: Look, qtbot: QtBot) -> None:
    row = shown(Condition(About.FROM, "Ann"), look, qtbot)
    row.chooser._on_chosen([*About].index(About.WORDS) + len(About))
    assert row.part() == Condition(About.WORDS, "Ann", no=True)
    assert row.chooser.accessibleName() == "Condition: it has not the words"
