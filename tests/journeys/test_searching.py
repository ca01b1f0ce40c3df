"""The search field by keys: operators that complete themselves, what is wrong said under it, what was searched for."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.ui.safe import SafeBrowser
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, ready
from tests.patience import PATIENCE_S


def words(desk: Desk) -> str:
    return desk.window.top.search.line.text()


def test_an_operator_and_its_value_are_chosen_by_down_and_enter(desk: Desk) -> None:
    offered = desk.opening.desk.finding.help.offered
    desk.press("/")
    desk.type("st")
    assert offered() == ["stage:"]
    desk.press("Down", "Enter")
    assert words(desk) == "stage:"
    assert "stage:friend" in offered()
    desk.press("Down", "Enter")
    assert words(desk).endswith(" ")
    assert words(desk).startswith("stage:")
    desk.press("Enter")
    desk.sees(lambda: not desk.window.holds_focus(desk.window.top))


def test_esc_puts_the_suggestions_away_first_and_leaves_the_search_next(desk: Desk) -> None:
    desk.press("/")
    desk.type("is:")
    assert desk.opening.desk.finding.help.offered()
    desk.press("Esc")
    assert not desk.opening.desk.finding.help.offered()
    assert words(desk) == "is:"
    assert desk.window.holds_focus(desk.window.top)
    desk.press("Esc")
    assert not desk.window.holds_focus(desk.window.top)


def test_what_is_wrong_is_said_under_the_field_until_it_is_right(desk: Desk) -> None:
    help = desk.opening.desk.finding.help
    desk.press("/")
    desk.type("before:soon")
    desk.sees(lambda: "date" in help.wrong())
    desk.press(*["Backspace"] * 4)
    desk.type("30d")
    desk.sees(lambda: help.wrong() == "")


def test_half_an_operator_or_a_mistake_leaves_what_stands_there(desk: Desk) -> None:
    desk.press("/")
    desk.type("is:")
    desk.bot.wait(300)
    assert not desk.opening.desk.views.is_searching()
    desk.type("waiting")
    desk.sees(lambda: len(desk.window.results.model.found) > 10)
    desk.type(" before:soon")
    desk.sees(lambda: "date" in desk.opening.desk.finding.help.wrong())
    assert len(desk.window.results.model.found) > 10
    assert desk.window.holds_focus(desk.window.top)


def test_in_the_field_the_status_bar_names_the_keys_of_the_field(desk: Desk) -> None:
    def named() -> list[str]:
        return [words for _, words in desk.window.status.shown_hints()]

    desk.press("/")
    desk.sees(lambda: "leave the search" in named())
    assert "done" not in named()
    desk.press("Esc")
    desk.sees(lambda: "done" in named())


def test_down_in_the_empty_field_brings_what_was_searched_for(desk: Desk) -> None:
    desk.press("/")
    desk.type("bread")
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results))
    desk.sees(lambda: desk.engine.read(lambda reading: reading.searches()) == ["bread"])
    desk.press("Esc", "/", "Down")
    assert desk.opening.desk.finding.help.offered() == ["bread"]
    desk.press("Enter")
    assert words(desk) == "bread"
    desk.sees(desk.opening.desk.views.is_searching)


def searches_late(desk: Desk, words: str) -> Event:
    """What is found comes once the event is set."""
    comes = Event()
    desk.engine.runner.run("search", lambda: comes.wait(PATIENCE_S), lambda _: None)
    desk.press("/")
    desk.type(words)
    desk.press("Enter")
    return comes


def test_what_is_found_late_takes_no_keys_from_the_palette(desk: Desk) -> None:
    comes = searches_late(desk, "bread")
    desk.press("Ctrl+K")
    comes.set()
    desk.sees(lambda: desk.window.results.model.found)
    desk.type("light or")
    assert desk.focus().property("text") == "light or"
    desk.press("Esc")
    assert desk.window.holds_focus(desk.window.results)


def test_what_is_found_late_takes_no_keys_from_what_is_being_written(desk: Desk) -> None:
    comes = searches_late(desk, "bread")
    desk.press("F6")
    while desk.window.holds_focus(desk.window.top):
        desk.press("F6")
    desk.press("R")
    desk.type("Done with it")
    comes.set()
    desk.sees(lambda: not desk.engine.runner.busy())
    desk.type(", thank you")
    assert desk.window.holds_focus(desk.window.composer)
    assert desk.window.composer.words() == "Done with it, thank you"
    assert not desk.opening.desk.views.is_searching()


def test_what_was_searched_for_is_forgotten_when_one_says_so(desk: Desk) -> None:
    desk.press("/")
    desk.type("bread")
    desk.press("Enter")
    desk.sees(lambda: desk.engine.read(lambda reading: reading.searches()) == ["bread"])
    desk.press("Esc", "Ctrl+K")
    desk.type("forget what was searched")
    desk.press("Enter")
    desk.sees(lambda: desk.engine.read(lambda reading: reading.searches()) == [])
    desk.sees(lambda: "forgotten" in desk.notice())
    desk.press("/", "Down")
    assert desk.opening.desk.finding.help.offered() != ["bread"]


def test_what_is_found_is_in_sight_though_newer_words_stand_below_and_the_answer_still_goes_to_those(
    desk: Desk,
) -> None:
    desk.window.resize(960, 600)
    desk.press("/")
    desk.type("market group boosted posts")
    desk.press("Enter")
    view = desk.window.conversation
    desk.sees(lambda: any("market group" in one.browser.words() for one in view.bubbles()))
    found = next(one for one in view.bubbles() if "market group" in one.browser.words())
    desk.sees(lambda: found.visibleRegion().boundingRect().top() == 0 and not found.visibleRegion().isEmpty())
    answered = view.answered_message()
    assert answered is not None
    assert "keep track" in answered.text


def marked(desk: Desk) -> set[str]:
    """What stands out in the conversation."""
    drawn = [one for one in desk.window.conversation.findChildren(SafeBrowser) if one.isVisible()]
    return {mark.cursor.selectedText().casefold() for one in drawn for mark in one.extraSelections()}  # type: ignore[attr-defined]


def test_the_place_of_a_hit_in_a_long_message_is_in_sight_and_stays_so_when_the_room_shrinks(desk: Desk) -> None:
    desk.window.resize(960, 600)
    desk.bot.wait(300)
    desk.press("/")
    desk.type("oven")
    view, results = desk.window.conversation, desk.window.results

    def is_in_sight() -> bool:
        hit = results.hit(desk.opening.desk.current() or 0)
        found = next((one.browser for one in view.bubbles() if one.message and one.message.id == hit), None)
        if found is None or not found.extraSelections():
            return False
        top, bottom = found.mark_place(0)
        return found.visibleRegion().boundingRect().contains(QRect(0, top, 1, bottom - top))

    desk.sees(is_in_sight)
    desk.window.resize(960, 560)
    desk.bot.wait(200)
    assert is_in_sight()


def test_the_words_of_a_search_stand_out_in_the_conversation_until_it_is_left(desk: Desk) -> None:
    desk.press("/")
    desk.type("is:waiting market")
    desk.press("Enter")
    desk.sees(lambda: marked(desk) == {"market"})
    desk.press("Ctrl+F")
    desk.type("boosted")
    desk.sees(lambda: marked(desk) == {"boosted"})
    desk.press("Esc")
    desk.sees(lambda: marked(desk) == {"market"})
    desk.press("Esc")
    desk.sees(lambda: not desk.opening.desk.views.is_searching() and not marked(desk))


def test_what_is_found_when_the_app_has_closed_is_heard_by_nobody(sample: Path, tmp_path: Path, qtbot: QtBot) -> None:
    with running(copied(sample, tmp_path / "closing"), qtbot, "--sample", sample=True) as desk:
        ready(desk)
        desk.press("/")
        desk.type("bread")
        QTest.keyClick(desk.focus(), Qt.Key.Key_Return)
    with qtbot.captureExceptions() as told:
        qtbot.wait(50)
    assert told == []


def test_one_letter_is_searched_for_when_enter_says_so(desk: Desk) -> None:
    desk.press("/")
    desk.type("a")
    desk.bot.wait(150)
    assert not desk.opening.desk.views.is_searching()
    desk.press("Enter")
    desk.sees(lambda: desk.opening.desk.views.is_searching() and desk.window.holds_focus(desk.window.results))
