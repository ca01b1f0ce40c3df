"""A train ride by keys: getting ready, working without a network, coming back, deciding about what moved meanwhile."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from inbox.core.clock import SystemClock, to_micros
from inbox.core.model import DeliveryState, Direction, Message, PlaceStatus, State
from inbox.networks.sample.server import FILE, Fault, Server
from inbox.networks.sample.world import ME
from tests.desk import Desk, called, running
from tests.journeys.sample_people import copied, filled, ids, ready, row, sheet_name, state, walk_to


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("filled") / "sample", undo_seconds=0)


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return copied(sample, tmp_path / "sample")


@pytest.fixture
def desk(folder: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(folder, qtbot, "--sample", sample=True) as made:
        yield ready(made)


def server_goes(folder: Path, *, away: bool) -> None:
    server = Server(str(folder), SystemClock().now)
    server.set_fault(Fault.OFFLINE if away else None, 1_000_000)
    server.close()


def happens(folder: Path, comment: str, what: str, **more: object) -> None:
    """At the blog, while nobody here can see it. `what`: edit, delete, or comment: somebody's words below it."""
    with closing(sqlite3.connect(folder / FILE)) as blog, blog:
        if what == "comment":
            columns = ("blog", "post", "type", "status")
            found = blog.execute(f"SELECT {', '.join(columns)} FROM comment WHERE id = ?", (comment,)).fetchone()
            more |= dict(zip(columns, found, strict=True)) | {"parent": int(comment), "answers": "[]"}
            more["html"] = f"<p>{more['text']}</p>"
        else:
            more["id"] = int(comment)
        told = json.dumps({"what": what, **more}, ensure_ascii=False)
        blog.execute("INSERT INTO event (at, what) VALUES (?, ?)", (to_micros(SystemClock().now()), told))


def person_of(folder: Path, comment: str) -> str:
    with closing(sqlite3.connect(folder / FILE)) as blog:
        return str(blog.execute("SELECT person FROM comment WHERE id = ?", (comment,)).fetchone()[0])


def mine_there(folder: Path) -> list[str]:
    """My words at the blogs, in the order in which they arrived there."""
    with closing(sqlite3.connect(folder / FILE)) as blog:
        found = blog.execute("SELECT text FROM comment WHERE person = ? AND status != 'deleted' ORDER BY id", (ME,))
        return [text for (text,) in found]


def theirs(desk: Desk, conversation: int) -> Message:
    view = desk.engine.read(lambda reading: reading.conversation(conversation))
    return [one for one in view.messages if one.direction is Direction.IN][-1]


def top(desk: Desk) -> str:
    return desk.window.top.sync.text()


def command(desk: Desk, words: str) -> None:
    desk.press("Ctrl+K")
    desk.type(words)
    desk.press("Enter")


def answer(desk: Desk, conversation: int, words: str) -> None:
    walk_to(desk, conversation)
    desk.press("R")
    desk.type(words)
    desk.press("Ctrl+Enter")
    desk.sees(lambda: words in [one.text for one in desk.engine.read(lambda reading: reading.outbox())])
    desk.sees(lambda: desk.window.holds_focus(desk.window.inbox))


def open_texts(desk: Desk) -> dict[str, DeliveryState]:
    return {one.text: one.state for one in desk.engine.read(lambda reading: reading.outbox())}


def stand_on(desk: Desk, words: str) -> None:
    """In the outbox, by keys: J until the card with these words is current."""
    desk.press("Home")
    for _ in range(20):
        now = desk.window.outbox.current_delivery()
        if now in {one.id for one in desk.engine.read(lambda reading: reading.outbox()) if one.text == words}:
            return
        desk.press("J")
    raise AssertionError(f"J never comes to {words}")


def cards(desk: Desk) -> str:
    return " | ".join(called(one) for one in desk.window.outbox.findChildren(QAbstractButton) if one.isVisible())


def test_a_day_away_ends_with_what_moved_laid_out_and_decided(desk: Desk, folder: Path) -> None:
    command(desk, "Get ready to go offline")
    assert sheet_name(desk) == "Get ready to go offline"
    desk.press("Enter")
    desk.sees(lambda: desk.notice().startswith("Ready to go offline: "))
    assert "at 2 places are here whole." in desk.notice()
    assert desk.window.notices.notice is not None
    assert desk.window.notices.notice.seconds == 0, "it stays until it is read"

    server_goes(folder, away=True)
    desk.press("F5")
    desk.sees(lambda: top(desk) == "Offline")

    # Reading, triage, a draft and a search, all without a network.
    before = ids(desk)
    at_one_place = [talk for talk in before[3:] if row(desk, talk).place == row(desk, before[3]).place]
    finished, starred, drafted, *talks = *before[:3], *at_one_place[:6]
    desk.press("E")
    desk.sees(lambda: state(desk, finished) is State.DONE)
    desk.press("S")
    desk.sees(lambda: row(desk, starred).starred)
    walk_to(desk, drafted)
    desk.press("R")
    desk.type("Half a thought in a tunnel")
    desk.press("Esc")
    desk.sees(lambda: desk.engine.read(lambda reading: reading.draft(drafted)) is not None)
    desk.press("/")
    desk.type("電鍋")
    desk.press("Enter")
    desk.sees(lambda: [one.name for one in desk.window.results.model.found] == ["林文"])
    desk.press("Esc", "Esc", "G", "I")

    first, again, edited, deleted, elsewhere, last = talks
    words = {
        first: "This leaves first.",
        again: "They will have written again.",
        edited: "They will have corrected it.",
        deleted: "They will have taken it back.",
        elsewhere: "I will have answered on my phone.",
        last: "This leaves last.",
    }
    for talk, text in words.items():
        answer(desk, talk, text)
    desk.sees(lambda: top(desk) == "Offline · 6 waiting to send")
    assert set(open_texts(desk).values()) == {DeliveryState.WAITING}

    there = mine_there(folder)
    targets = {talk: theirs(desk, talk).remote_id for talk in words}
    writer = person_of(folder, targets[again])
    happens(folder, targets[again], "comment", person=writer, text="Never mind, found it.")
    happens(folder, targets[edited], "edit", text="What I really wanted to ask is another thing.")
    happens(folder, targets[deleted], "delete")
    happens(folder, targets[elsewhere], "comment", person=ME, text="Said from my phone.")
    server_goes(folder, away=False)
    desk.press("F5")

    # What did not move has left, in order; what moved is held, each with what happened.
    moved = {again, edited, deleted, elsewhere}
    desk.sees(lambda: set(open_texts(desk)) == {words[talk] for talk in moved})
    desk.sees(lambda: set(open_texts(desk).values()) == {DeliveryState.NEEDS_YOU})
    new = [text for text in mine_there(folder) if text not in there]
    assert [text for text in new if text in words.values()] == [words[first], words[last]]
    desk.sees(lambda: "held back" in desk.notice())
    desk.sees(lambda: desk.is_idle() and top(desk).startswith("Up to date"))

    command(desk, "Decide what was held back")
    assert desk.notice() == "", "what said so is not in the way"
    first_held = desk.engine.read(lambda reading: reading.delivery(desk.window.outbox.current_delivery() or 0)).text
    assert first_held == words[again], "one stands on the first that was written"
    desk.press("Home")
    assert (
        desk.engine.read(lambda reading: reading.delivery(desk.window.outbox.current_delivery() or 0)).text
        == first_held
    )
    held = desk.engine.read(lambda reading: {one.delivery.text: one for one in reading.held_back()})
    assert set(held) == {words[talk] for talk in moved}
    assert [one.snippet for one in held[words[again]].since] == ["Never mind, found it."]
    assert held[words[edited]].is_edited
    assert held[words[deleted]].is_gone
    phone = held[words[elsewhere]].answered
    assert phone is not None
    assert phone.snippet == "Said from my phone."
    desk.sees(lambda: cards(desk).count("Send all the same") == 4)
    assert cards(desk).count("Back to the draft") == 4

    # Sent all the same, or taken back into the draft.
    stand_on(desk, words[edited])
    command(desk, "Send it again")
    desk.sees(lambda: words[edited] in mine_there(folder))
    for talk in (again, deleted, elsewhere):
        stand_on(desk, words[talk])
        command(desk, "Do not send it")
        desk.sees(lambda talk=talk: words[talk] not in open_texts(desk))
        draft = desk.engine.read(lambda reading, talk=talk: reading.draft(talk))
        assert draft is not None, f"the words of {words[talk]} are kept"
        assert draft.text == words[talk]
    desk.sees(lambda: open_texts(desk) == {})
    for talk in (again, deleted, elsewhere):
        assert words[talk] not in mine_there(folder)
    assert state(desk, finished) is State.DONE


def test_getting_ready_tells_how_far_it_is_and_can_be_stopped(desk: Desk, folder: Path) -> None:
    """The server's file is busy, so the places are still being read when one looks."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        command(desk, "Get ready to go offline")
        desk.press("Enter")
        desk.sees(lambda: top(desk) == "Getting ready · 0 of 2 places")
        first = desk.selected()
        assert first is not None
        desk.press("E")
        desk.sees(lambda: state(desk, first) is State.DONE)
        command(desk, "Get ready to go offline")
        assert sheet_name(desk) == "Getting ready to go offline"
        desk.tab_to("Stop")
        desk.press("Enter")
        assert sheet_name(desk) == ""
        assert desk.notice().startswith("Stopped before all was fetched: 0 conversations at 0 places")
        assert not top(desk).startswith("Getting ready")
        busy.execute("ROLLBACK")
    desk.sees(desk.is_idle)
    command(desk, "Get ready to go offline")
    desk.press("Enter")
    desk.sees(lambda: desk.notice().startswith("Ready to go offline"))


def test_a_place_that_does_not_answer_is_named_with_its_reason(desk: Desk, folder: Path) -> None:
    server_goes(folder, away=True)
    command(desk, "Get ready to go offline")
    desk.press("Enter")
    desk.sees(lambda: desk.notice().startswith("Of 2 places only what came before is here. The Slow Oven: "))
    assert "does not answer" in desk.notice()
    server_goes(folder, away=False)


def test_with_every_place_paused_nothing_is_asked(desk: Desk) -> None:
    for place in desk.engine.read(lambda reading: reading.places()):
        desk.engine.store.write(lambda write, id=place.id: write.pause(id, True))
    command(desk, "Get ready to go offline")
    desk.sees(lambda: "It is paused" in desk.notice())
    assert sheet_name(desk) == ""
    assert {place.status for place in desk.engine.read(lambda reading: reading.places())} <= set(PlaceStatus)
