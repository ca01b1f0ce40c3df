"""One person, many handles, at the window: a suggestion answered, two merged side by side and parted, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inbox.core.person import PersonView
from inbox.ui.look.scrolling import Scroller
from inbox.ui.merge_sheet import CompareSheet, PartSheet
from inbox.ui.same_people_sheet import SamePeopleSheet
from inbox.ui.same_person_card import SamePersonCard
from tests.desk import Desk, called, running
from tests.journeys.sample_people import copied, filled, ready, sheet_name


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def somebody(desk: Desk, name: str) -> PersonView:
    return next(one for one in desk.engine.read(lambda reading: reading.search(name)).people if one.name == name)


def stand_on(desk: Desk, name: str) -> int:
    """With the newest conversation of this person before one's eyes."""
    person = somebody(desk, name)
    entries = desk.engine.read(lambda reading: reading.history(person.id))
    desk.opening.desk.views.show_conversation(next(one.conversation for one in entries if one.conversation is not None))
    desk.opening.desk.details.show_now()
    desk.sees(lambda: desk.opening.desk.person() in [one.id for one in person.identities])
    return person.id


def words_of(widget: QWidget) -> str:
    return " ".join(called(one) for one in widget.findChildren(QWidget) if one.isVisible())


def handles(desk: Desk, identity: int) -> list[str]:
    return [one.name for one in desk.engine.read(lambda reading: reading.person(identity)).identities]


def test_the_profile_asks_quietly_and_a_yes_can_be_taken_back(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        gethin = stand_on(desk, "Gethin Rees")
        card = desk.window.person.card(SamePersonCard)
        assert card is not None
        desk.sees(card.isVisible)
        assert "gethin_r" in words_of(card)
        assert "reesmill.example" in words_of(card)
        stand_on(desk, "gethin_r")
        desk.sees(lambda: "Gethin Rees" in words_of(card))
        stand_on(desk, "Gethin Rees")
        desk.sees(lambda: "gethin_r" in words_of(card))
        desk.window.person.take_focus()
        desk.tab_to("Yes, the same person")
        desk.press("Space")
        desk.sees(lambda: handles(desk, gethin) == ["Gethin Rees", "gethin_r"])
        desk.sees(lambda: not card.isVisible())
        desk.sees(lambda: "are one person now" in desk.notice())
        desk.press("Esc", "Z")
        desk.sees(lambda: handles(desk, gethin) == ["Gethin Rees"])


def test_somebody_is_merged_side_by_side_and_parted_again(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        tom = stand_on(desk, "Tom Becker")
        desk.press("Esc", "Shift+M")
        assert sheet_name(desk) == "Merge Tom Becker with…"
        desk.type("moses")
        desk.sees(lambda: "Moses" in desk.focus().accessibleDescription())
        desk.press("Enter")
        desk.sees(lambda: isinstance(desk.window.overlay.sheet, CompareSheet))
        sheet = desk.window.overlay.sheet
        assert sheet is not None
        said = words_of(sheet)
        assert "Tom Becker" in said
        assert "Moses Adjei" in said
        assert "Last words" in said
        desk.window.resize(960, 600)
        desk.window.look.set_scale(1.5)
        bar = next(one.verticalScrollBar() for one in sheet.findChildren(Scroller))
        desk.sees(lambda: bar.maximum() > 0)
        desk.press("Down")
        assert bar.value() > 0
        desk.press("End")
        assert bar.value() == bar.maximum()
        desk.press("Ctrl+Enter")
        desk.sees(lambda: handles(desk, tom) == ["Tom Becker", "Moses Adjei"])
        desk.opening.desk.run("people.part")
        desk.sees(lambda: isinstance(desk.window.overlay.sheet, PartSheet))
        desk.press("Ctrl+Enter")
        assert isinstance(desk.window.overlay.sheet, PartSheet), "nobody leaves yet"
        desk.tab_to("Moses")
        desk.press("Space", "Ctrl+Enter")
        desk.sees(lambda: handles(desk, tom) == ["Tom Becker"])
        assert sheet_name(desk) == ""


def test_all_suggestions_stand_on_one_sheet_and_a_no_is_final(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.opening.desk.run("people.suggestions")
        sheet = desk.window.overlay.sheet
        assert isinstance(sheet, SamePeopleSheet)
        desk.sees(lambda: "reesmill.example" in words_of(sheet))
        desk.tab_to("No, do not ask again")
        desk.press("Enter")
        desk.sees(lambda: "Nobody seems to be here twice" in words_of(sheet))
        desk.press("Esc")
        assert desk.engine.read(lambda reading: reading.same_people()) == []


def test_a_handle_that_is_mine_is_claimed_and_taken_back_on_the_sheet(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        tom = stand_on(desk, "Tom Becker")
        desk.opening.desk.run("people.this_is_me")
        desk.sees(lambda: "Tom Becker" not in desk.rows())
        desk.opening.desk.run("people.suggestions")
        desk.sees(lambda: "You said that these are you" in words_of(desk.window.overlay.sheet or desk.window))
        desk.tab_to("Tom Becker is not me")
        desk.press("Enter")
        desk.sees(lambda: "You said that" not in words_of(desk.window.overlay.sheet or desk.window))
        desk.press("Esc")
        desk.sees(lambda: "Tom Becker" in desk.rows())
        assert desk.engine.read(lambda reading: reading.person(tom)).messages_in == 4


def test_the_sample_asks_no_website(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, "--sample", sample=True) as desk:
        ready(desk)
        stand_on(desk, "Gethin Rees")
        desk.opening.desk.run("people.check_website")
        desk.sees(lambda: "fetches nothing" in desk.notice())


def test_their_one_name_is_chosen_in_the_merge_and_changed_later(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        gethin = stand_on(desk, "gethin_r")
        other = somebody(desk, "Gethin Rees").id
        desk.opening.desk.sameness.compare(gethin, other)
        sheet = desk.window.overlay.sheet
        assert isinstance(sheet, CompareSheet)
        assert sheet.called.name() == "Gethin Rees", "a name and a surname before a handle"
        desk.tab_to("Call them gethin_r")
        desk.press("Space")
        assert sheet.called.name() == "gethin_r"
        sheet.called.field.line.setFocus()
        desk.press("End")
        desk.type(" from the mill")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.window.person.head.name.text() == "gethin_r from the mill")
        desk.sees(lambda: "gethin_r from the mill" in desk.rows())
        assert "Gethin Rees" not in desk.rows()
        assert handles(desk, gethin) == ["Gethin Rees", "gethin_r"]
        desk.opening.desk.run("people.call")
        desk.type("Gethin")
        desk.press("Enter")
        desk.sees(lambda: desk.window.person.head.name.text() == "Gethin")
        assert "They write as" in words_of(desk.window.person)
        desk.press("Z")
        desk.sees(lambda: desk.window.person.head.name.text() == "gethin_r from the mill")
        desk.press("Z")
        desk.sees(lambda: desk.window.person.head.name.text() == "gethin_r")
        desk.sees(lambda: "gethin_r" in desk.rows())
