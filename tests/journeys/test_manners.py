"""Manners by keys only: a promise, who has heard nothing, being left alone, consent, slowing down, erasing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.consent import Consent
from inbox.core.manners import Promise
from inbox.ui.list_sheet import LineRow
from inbox.ui.look.controls import Paragraph
from inbox.ui.profile.manners import PromisesCard, StopCard
from tests.desk import Desk, called, running
from tests.journeys.sample_people import copied, filled, ready, row, sheet_name


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def promises(desk: Desk) -> list[Promise]:
    return desk.engine.read(lambda reading: reading.promises())


def who(desk: Desk) -> int:
    selected = desk.selected()
    assert selected is not None
    return row(desk, selected).identity


def run(desk: Desk, title: str) -> None:
    """By the palette."""
    desk.press("Ctrl+K")
    desk.type(title)
    desk.press("Enter")


def test_what_i_write_is_offered_as_a_promise_and_comes_back_until_it_is_kept(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        person = who(desk)
        desk.press("R")
        desk.type("Thank you for asking! I'll send you the recipe tomorrow.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.promise_offers(person)))
        card = desk.window.person.card(PromisesCard)
        assert card is not None
        desk.sees(card.isVisible)
        assert promises(desk) == [], "never by itself"
        desk.press("G", "M")
        desk.sees(lambda: isinstance(desk.focus(), LineRow))
        assert "I'll send you the recipe tomorrow" in called(desk.focus())
        desk.press("Y")
        desk.sees(lambda: [one.words for one in promises(desk)] == ["I'll send you the recipe tomorrow"])
        assert promises(desk)[0].due is not None
        desk.sees(lambda: isinstance(desk.focus(), LineRow) and "Kept" in str(called(desk.focus())).title())
        desk.press("K")
        desk.sees(lambda: promises(desk) == [])
        desk.press("Esc", "Z")
        desk.sees(lambda: len(promises(desk)) == 1)


def test_a_promise_is_written_down_by_hand(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        run(desk, "write down a promise")
        assert sheet_name(desk).startswith("A promise to")
        desk.type("lend the big tin")
        desk.press("Tab")
        desk.type("never ever")
        desk.press("Enter")
        assert promises(desk) == []
        for _ in "never ever":
            desk.press("Backspace")
        desk.type("2w")
        desk.press("Enter")
        desk.sees(lambda: [one.words for one in promises(desk)] == ["lend the big tin"])


def test_somebody_who_heard_nothing_is_acknowledged_by_one_key(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        before = len(desk.engine.read(lambda reading: reading.owed()))
        desk.press("G", "Y")
        desk.sees(lambda: isinstance(desk.focus(), LineRow))
        first = called(desk.focus())
        desk.press("Down")
        desk.sees(lambda: isinstance(desk.focus(), LineRow) and called(desk.focus()) != first)
        desk.press("Up")
        desk.sees(lambda: called(desk.focus()) == first)
        desk.press("A")
        desk.sees(lambda: len(desk.engine.read(lambda reading: reading.owed())) == before - 1)
        desk.sees(lambda: isinstance(desk.focus(), LineRow))
        desk.press("T")
        desk.sees(lambda: sheet_name(desk) == "" and desk.window.holds_focus(desk.window.composer))


def test_where_nothing_is_promised_the_sheet_says_how_a_promise_comes_here(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.press("G", "M")
        sheet = desk.window.overlay.sheet
        assert sheet is not None
        desk.sees(
            lambda: any("Parlour asks here" in called(one) for one in sheet.findChildren(Paragraph) if one.isVisible())
        )


def test_do_not_contact_is_set_and_taken_back_by_the_palette(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        person = who(desk)
        run(desk, "do not contact")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.may_not_contact(person)))
        card = desk.window.person.card(StopCard)
        assert card is not None
        desk.sees(card.isVisible)
        desk.press("Z")
        desk.sees(lambda: not card.isVisible())


def test_consent_is_entered_with_where_and_never_without_an_address(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        person = who(desk)
        run(desk, "consent to the newsletter")
        assert sheet_name(desk).startswith("Consent of")
        desk.press("Right")
        desk.tab_to("Where")
        desk.type("at the market")
        desk.press("Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.consent(person)).state is Consent.GIVEN)
        entry = desk.engine.read(lambda reading: reading.consent(person)).entry
        assert entry is not None
        assert (entry.place, "@" in entry.email, entry.message) == ("at the market", True, None)


def test_the_third_time_without_an_answer_a_pause_is_offered_and_one_key_goes_on(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        person = who(desk)

        def written() -> int:
            return len(desk.engine.read(lambda reading: reading.unanswered(person)))

        for count in (1, 2):
            desk.press("R")
            desk.type(f"Number {count}, with words of its own")
            desk.press("Ctrl+Enter")
            desk.sees(lambda count=count: written() == count)
        desk.press("R")
        desk.type("And one more")
        desk.press("Ctrl+Enter")
        assert "third time you write without an answer" in sheet_name(desk)
        desk.press("Esc")
        assert written() == 2
        assert desk.window.composer.words() == "And one more"
        desk.press("R", "Ctrl+Enter", "Enter")
        desk.sees(lambda: written() == 3)
        assert desk.window.composer.words() == ""


def test_somebody_is_erased_only_when_that_is_meant(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        person, before = who(desk), len(desk.rows())
        name = desk.engine.read(lambda reading: reading.person(person)).name
        run(desk, "erase them for good")
        assert name in sheet_name(desk)
        desk.press("Enter")
        assert sheet_name(desk) == "", "the keys stand on the answer that changes nothing"
        assert len(desk.rows()) == before
        run(desk, "erase them for good")
        desk.tab_to("never gather again")
        desk.press("Enter")
        desk.sees(lambda: name not in desk.rows())
        desk.sees(lambda: "was erased" in desk.notice())
