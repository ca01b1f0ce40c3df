"""Mornings with the sample people, by keys only, in the real window on the real store."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inbox.core.model import Direction, State
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ids, ready, row, sheet_name, state, walk_to


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def said(desk: Desk, words: str) -> bool:
    return any(words in label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())


def test_done_taken_back_and_done_again(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        first, second = before[:2]
        desk.press("E")
        desk.sees(lambda: state(desk, first) is State.DONE)
        assert desk.selected() == second
        assert ids(desk) == before[1:]
        desk.press("Z")
        desk.sees(lambda: ids(desk) == before)
        assert state(desk, first) is State.WAITING
        desk.press("Shift+Z")
        desk.sees(lambda: ids(desk) == before[1:] and state(desk, first) is State.DONE)
        desk.press("G", "D")
        desk.sees(lambda: first in ids(desk))


def test_snoozed_by_a_digit_and_back(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        first, second, third = before[:3]
        desk.press("H")
        assert "Snooze" in sheet_name(desk)
        desk.press("2")
        desk.sees(lambda: state(desk, first) is State.SNOOZED)
        assert sheet_name(desk) == ""
        assert desk.selected() == second
        desk.press("H")
        desk.type("3d")
        desk.press("Enter")
        desk.sees(lambda: state(desk, second) is State.SNOOZED)
        assert desk.selected() == third
        desk.press("G", "Z")
        desk.sees(lambda: set(ids(desk)) == {first, second})
        desk.press("G", "I")
        desk.press("Z")
        desk.sees(lambda: second in ids(desk))
        desk.press("Z")
        desk.sees(lambda: ids(desk) == before)
        desk.press("H")
        desk.type("nonsense")
        desk.press("Enter")
        assert "Snooze" in sheet_name(desk), "a time that is none keeps the question open"
        desk.press("Esc")
        assert sheet_name(desk) == ""
        assert ids(desk) == before


def test_a_star_a_note_and_tags_on_somebody(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first = ids(ready(desk))[0]
        who = row(desk, first).identity
        desk.press("S")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.person(who)).starred)
        desk.press("I")
        desk.type("Her father was a pastry cook. E and Z are only letters here.")
        desk.press("Ctrl+Enter")
        notes = lambda: [note.text for note in desk.engine.read(lambda reading: reading.person(who)).notes]  # noqa: E731
        desk.sees(lambda: notes() == ["Her father was a pastry cook. E and Z are only letters here."])
        desk.sees(lambda: said(desk, "pastry cook"))
        desk.press("Esc")
        desk.press("Ctrl+K")
        desk.type("tags")
        desk.press("Enter")
        desk.type("bread days, baker")
        desk.press("Enter")
        tags = lambda: set(desk.engine.read(lambda reading: reading.person(who)).tags)  # noqa: E731
        desk.sees(lambda: tags() == {"bread days", "baker"})
        desk.press("Esc")
        assert desk.selected() == first
        for _ in range(2):  # each tag is an act of its own, or both are one
            if tags():
                desk.press("Z")
                desk.sees(lambda: len(tags()) < 2)
        desk.press("Z")
        desk.sees(lambda: not notes())
        desk.press("Z")
        desk.sees(lambda: not desk.engine.read(lambda reading: reading.person(who)).starred)


def test_a_thank_you_opens_with_the_first_name_and_is_remembered(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        talk = next(id for id in ids(desk) if row(desk, id).name == "Lydia March")
        walk_to(desk, talk)
        desk.press("T")
        desk.sees(lambda: "Lydia" in desk.window.composer.words())
        assert "March" not in desk.window.composer.words()
        assert said(desk, "Not thanked yet")
        desk.type("It made my week.")
        words = desk.window.composer.words().strip()
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.window.holds_focus(desk.window.inbox))

        def mine() -> list[tuple[str, object]]:
            view = desk.engine.read(lambda reading: reading.conversation(talk))
            return [(one.text, one.delivery_state) for one in view.messages if one.direction is Direction.OUT]

        desk.sees(lambda: [text for text, _ in mine()] == [words])
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0)
        assert [text for text, _ in mine()] == [words]
        who = row(desk, talk).identity
        assert desk.engine.read(lambda reading: reading.person(who)).last_thanked is not None
        desk.press("R")
        desk.sees(lambda: said(desk, "Last thanked on"))


def test_several_marked_are_done_and_taken_back_at_once(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        desk.press("X", "J", "J", "X", "J")
        desk.press("X")
        marked = set(desk.window.inbox.model.marked)
        assert len(marked) == 3, marked
        desk.press("E")
        desk.sees(lambda: all(state(desk, id) is State.DONE for id in marked))
        assert ids(desk) == [id for id in before if id not in marked]
        desk.press("Z")
        desk.sees(lambda: ids(desk) == before)
        assert all(state(desk, id) is State.WAITING for id in before)


def test_what_is_found_by_search_opens(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.press("/")
        desk.type("電鍋")
        desk.press("Enter")
        desk.sees(lambda: [one.name for one in desk.window.results.model.found] == ["林文"])
        desk.sees(lambda: desk.window.holds_focus(desk.window.results))
        desk.press("Enter")
        desk.sees(lambda: any("電鍋" in words for words in desk.conversation()))
        desk.press("Esc")
        desk.press("Esc")
        desk.press("G", "I")
        assert desk.window.inbox.model.state is State.WAITING
        desk.press("/")
        desk.type("is:nonsense")
        desk.press("Enter")
        desk.sees(lambda: said(desk, "is: knows waiting"))
        desk.press("Esc", "Esc", "G", "I")
        desk.sees(lambda: desk.window.holds_focus(desk.window.inbox))


def test_a_draft_is_there_after_a_restart(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        talk = ids(ready(desk))[1]
        walk_to(desk, talk)
        desk.press("R")
        desk.type("Half a sentence, and then the tele")
        desk.window.close()
        desk.sees(lambda: not desk.window.isVisible())
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        walk_to(desk, talk)
        desk.sees(lambda: desk.window.composer.words() == "Half a sentence, and then the tele")
        desk.press("R")
        desk.type("phone rang.")
        assert desk.window.composer.words() == "Half a sentence, and then the telephone rang."


def test_undo_reaches_back_over_a_restart(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        desk.press("E")
        desk.sees(lambda: state(desk, before[0]) is State.DONE)
        desk.press("E")
        desk.sees(lambda: state(desk, before[1]) is State.DONE)
    with running(folder, qtbot, sample=True) as desk:
        assert ids(ready(desk)) == before[2:]
        desk.press("Z")
        desk.sees(lambda: ids(desk) == before[1:])
        desk.press("Z")
        desk.sees(lambda: ids(desk) == before)
        desk.press("Shift+Z")
        desk.sees(lambda: ids(desk) == before[1:])


def test_settings_changed_by_keys_are_remembered(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.press("Ctrl+,")
        assert sheet_name(desk) == "Settings"
        desk.press("Right")  # from "As the system" to the next wish
        desk.tab_to("Text size: more")
        desk.press("Enter")
        desk.tab_to("Time to take back: more")
        desk.press("Enter", "Space")
        desk.tab_to("Your thank-you openings")
        desk.type("Dear {name}, you made my day.")
        desk.press("Esc")
        assert sheet_name(desk) == ""
        wish, scale = desk.opening.theme.wish, desk.window.look.scale
        assert scale == pytest.approx(1.1)
        assert str(wish) != "system"
        desk.sees(lambda: "made my day" in desk.opening.desk.setting("thanks", ""))
        seconds = desk.opening.desk.undo_seconds()
        assert seconds != 1
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        assert desk.opening.theme.wish is wish
        assert desk.window.look.scale == pytest.approx(scale)
        assert desk.opening.desk.undo_seconds() == seconds
        desk.press("T")
        desk.sees(lambda: "you made my day." in desk.window.composer.words())


def test_closing_with_something_waiting_sends_it_now_or_next_time(
    first_start: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = copied(filled(tmp_path / "patient", undo_seconds=60), tmp_path / "profile")
    with running(folder, qtbot, sample=True) as desk:
        talk, other = ids(ready(desk))[:2]
        desk.press("R")
        desk.type("This one may wait.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 1)
        desk.press("Ctrl+Q")
        desk.sees(lambda: sheet_name(desk) == "Something is waiting to be sent")
        desk.press("Esc")
        assert desk.window.isVisible()
        desk.press("Ctrl+Q")
        desk.tab_to("Next time")
        desk.press("Enter")
        desk.sees(lambda: not desk.window.isVisible())
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        assert desk.engine.read(lambda reading: reading.outbox_open()) == 1, "it was kept, and not sent"
        walk_to(desk, other)
        desk.press("R")
        desk.type("And this one goes with it.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 2)
        desk.press("Ctrl+Q")
        desk.sees(lambda: sheet_name(desk) == "Something is waiting to be sent")
        desk.press("Enter")
        desk.sees(lambda: not desk.window.isVisible())
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        assert desk.engine.read(lambda reading: reading.outbox_open()) == 0
        for id, words in ((talk, "This one may wait."), (other, "And this one goes with it.")):
            view = desk.engine.read(lambda reading, id=id: reading.conversation(id))
            assert [one.text for one in view.messages].count(words) == 1


def test_an_answer_that_is_not_sent_after_all_brings_its_conversation_back(
    first_start: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = copied(filled(tmp_path / "patient", undo_seconds=60), tmp_path / "profile")
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        talk = before[0]
        desk.press("R")
        desk.type("Too quick.")
        desk.press("Ctrl+Shift+Enter")
        desk.sees(lambda: state(desk, talk) is State.DONE and ids(desk) == before[1:])
        desk.press("G", "O")
        desk.sees(lambda: desk.window.outbox.current() == talk)
        desk.press("Ctrl+K")
        desk.type("Do not send it")
        desk.press("Enter")
        desk.sees(lambda: state(desk, talk) is State.WAITING)
        desk.sees(lambda: desk.notice() == "It is not sent, and the conversation stands as it did before.")
        desk.press("G", "I")
        desk.sees(lambda: ids(desk) == before)
        walk_to(desk, talk)
        desk.sees(lambda: desk.window.composer.words() == "Too quick.")


def test_words_typed_a_moment_before_the_end_are_a_draft(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first = ids(ready(desk))[0]
        desk.press("R")
        desk.type("Half a thought")
        late = desk.window
    qtbot.wait(600)  # the pause after which a draft is offered: nothing may be written any more, and nothing may fail
    assert not late.isVisible()
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        draft = desk.engine.read(lambda reading: reading.draft(first))
        assert draft is not None
        assert draft.text == "Half a thought"
