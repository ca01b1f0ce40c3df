from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.core.profile import Introduction, OwnField, Profile, Sale, TheirZone, ZoneSource
from inbox.ui.look.theme import Look
from inbox.ui.person import PersonPane
from inbox.ui.profile.about import AboutCard, IntentionCard
from inbox.ui.profile.card import FactLine
from inbox.ui.profile.ties import IntroductionsCard, SalesCard, in_all
from tests.ui import values
from tests.ui.test_person import Told, card, press

KNOWN = Profile(
    1,
    intention="introduce to Ann",
    zone=TheirZone(ZoneSource.HAND, "Asia/Tokyo"),
    fields=(OwnField(1, "Phone", "+44 113 496 0000"), OwnField(2, "Birthday", "1984-03-12")),
)


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
    return heard


def show(pane: PersonPane, profile: Profile = KNOWN) -> None:
    pane.show_person(values.person(), values.knows(profile=profile))


def test_their_clock_is_shown_with_how_it_is_known(pane: PersonPane) -> None:
    show(pane)
    about = card(pane, AboutCard)
    assert about._time.text() == "19:30, Sat"
    assert about._source.text() == "Asia/Tokyo, set by you"
    assert pane.head.line.text().endswith(" · 19:30 there")
    seen = TheirZone(ZoneSource.MESSAGES, offset=-210, seen_at=values.ago(days=3))
    show(pane, replace(KNOWN, zone=seen))
    assert (about._time.text(), about._source.text()) == ("7:00, Sat", "UTC-3:30, from their messages, 18 Nov")


def test_a_clock_that_is_not_known_is_not_guessed(pane: PersonPane) -> None:
    show(pane, Profile(1))
    about = card(pane, AboutCard)
    assert about._time.text() == "not known"
    assert not about._source.isVisible()
    assert "there" not in pane.head.line.text()


def test_the_line_of_intention_is_written_where_it_stands(pane: PersonPane, qtbot: QtBot, told: list[object]) -> None:
    show(pane)
    pane.begin(IntentionCard)
    line = card(pane, IntentionCard)._line.field.line
    assert line.text() == "introduce to Ann"
    line.selectAll()
    qtbot.keyClicks(line, "send the  rye recipe")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == [("set_intention", 1, "send the rye recipe")]


def test_a_field_is_changed_in_place_and_what_makes_no_sense_is_said_there(
    pane: PersonPane, qtbot: QtBot, told: list[object]
) -> None:
    show(pane)
    birthday = card(pane, AboutCard).rows[1].line
    assert birthday.value.text() == "12 March 1984"
    qtbot.mouseClick(birthday.value, Qt.MouseButton.LeftButton)
    birthday.field.line.setText("soon")
    qtbot.keyClick(birthday.field.line, Qt.Key.Key_Return)
    assert told == []
    assert "is no birthday" in birthday._wrong.text()
    birthday.field.line.setText("13 March 1984")
    qtbot.keyClick(birthday.field.line, Qt.Key.Key_Return)
    assert told == [("set_field", 1, "Birthday", "13 March 1984")]


def test_a_field_without_a_value_is_taken_away(pane: PersonPane, qtbot: QtBot, told: list[object]) -> None:
    show(pane)
    phone = card(pane, AboutCard).rows[0].line
    qtbot.mouseClick(phone.value, Qt.MouseButton.LeftButton)
    phone.field.line.clear()
    qtbot.keyClick(phone.field.line, Qt.Key.Key_Return)
    assert told == [("set_field", 1, "Phone", "")]


def test_a_new_field_is_a_name_a_colon_and_a_value(pane: PersonPane, qtbot: QtBot, told: list[object]) -> None:
    show(pane)
    pane.begin(AboutCard)
    new = card(pane, AboutCard).new
    press(pane, qtbot, "How we met")
    assert new.line.line.text() == "How we met: "
    qtbot.keyClick(new.line.line, Qt.Key.Key_Return)
    assert "a colon" in new._wrong.text()
    qtbot.keyClicks(new.line.line, "at the market")
    qtbot.keyClick(new.line.line, Qt.Key.Key_Return)
    assert told == [("set_field", 1, "How we met", "at the market")]
    assert not new.isVisible()


def test_a_phone_number_can_be_called(pane: PersonPane, qtbot: QtBot) -> None:
    linked: list[str] = []
    pane.deck.linked.connect(linked.append)
    show(pane)
    press(pane, qtbot, "Call +44 113 496 0000")
    assert linked == ["tel:+441134960000"]


def test_pictures_are_kept_for_people_one_chooses(pane: PersonPane, qtbot: QtBot, told: list[object]) -> None:
    show(pane)
    press(pane, qtbot, "Always load their pictures")
    assert told == [("keep_pictures", 1, True)]


@pytest.mark.parametrize(
    ("by_them", "said"), [(True, "Introduced \u2068Bob\u2069 to you"), (False, "Introduced to you by \u2068Bob\u2069")]
)
def test_an_introduction_says_who_and_can_be_thanked_for(
    pane: PersonPane, qtbot: QtBot, told: list[object], by_them: bool, said: str
) -> None:
    opened: list[object] = []
    pane.deck.person_opened.connect(opened.append)
    made = Introduction(4, 9, "Bob", by_them, values.ago(days=30), "", None)
    show(pane, Profile(1, introductions=(made,)))
    row = card(pane, IntroductionsCard).rows[0]
    assert row._words.text() == said
    assert row._when.text() == "22 Oct · not thanked yet"
    row._thank.click()
    press(pane, qtbot, "Open Bob")
    assert told == [("thank_introducer", 4, True)]
    assert opened == [9]


def test_what_somebody_bought_is_summed_by_currency(pane: PersonPane) -> None:
    show(pane)
    assert not card(pane, SalesCard).isVisible()
    sales = (
        Sale(1, values.ago(days=1), "120.00", "EUR", "two workshops"),
        Sale(2, values.ago(days=9), "30.50", "EUR", ""),
        Sale(3, values.ago(days=40), "", "", "a loaf"),
    )
    show(pane, Profile(1, sales=sales))
    shown = card(pane, SalesCard)
    assert shown.isVisible()
    lines = [(one._name.text(), one._value.text()) for one in shown.findChildren(FactLine) if one.isVisible()]
    assert lines == [("20 Nov · two workshops", "120.00 EUR"), ("12 Nov", "30.50 EUR"), ("12 Oct · a loaf", "noted")]
    assert in_all(sales) == "3 times, 150.50 EUR"


def test_nothing_half_written_goes_to_somebody_else(pane: PersonPane, told: list[object]) -> None:
    show(pane)
    pane.begin(IntentionCard)
    card(pane, IntentionCard)._line.field.line.setText("for Amara")
    pane.show_person(values.person(id=2, name="Tom"), values.knows(profile=Profile(2)))
    assert told == [("set_intention", 1, "for Amara")]


def test_what_a_file_brought_in_is_never_shortened_by_looking_at_it(
    pane: PersonPane, qtbot: QtBot, told: list[object]
) -> None:
    long = "met at the market, " * 40
    show(pane, replace(KNOWN, fields=(OwnField(1, "How we met", long),)))
    line = card(pane, AboutCard).rows[0].line
    line.begin()
    assert len(line.field.line.text()) == len(long)
    qtbot.keyClick(line.field.line, Qt.Key.Key_Return)
    assert told == []
    line.begin()
    qtbot.keyClick(line.field.line, Qt.Key.Key_End)
    qtbot.keyClicks(line.field.line, "!")
    qtbot.keyClick(line.field.line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line.field.line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line.field.line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line.field.line, Qt.Key.Key_Return)
    assert told == []
    assert "At most 500 characters" in line._wrong.text()


def test_several_lines_of_a_file_stay_as_they_are_while_nobody_writes(
    pane: PersonPane, qtbot: QtBot, told: list[object]
) -> None:
    show(pane, replace(KNOWN, fields=(OwnField(1, "Address", "12 Mill Lane\nLeeds"),)))
    line = card(pane, AboutCard).rows[0].line
    line.begin()
    qtbot.keyClick(line.field.line, Qt.Key.Key_Return)
    assert told == []
