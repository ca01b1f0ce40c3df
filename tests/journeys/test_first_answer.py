"""A blogger's first morning, by keys only, against the real WordPress: paste the address, sign in, answer, done."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from tests.conftest import WordPress
from tests.desk import Desk, running
from tests.patience import PATIENCE_S

ANSWER = "A paper notebook for two years, honestly. Now I write one line about each person."


def comments_on_the_blog(blog: WordPress, search: str) -> list[dict[str, object]]:
    """What the blog itself says, asked without Parlour."""
    request = urllib.request.Request(f"{blog.api}/comments?context=edit&status=all&per_page=100&search={search}")
    token = base64.b64encode(f"{blog.user}:{blog.app_password}".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: list[dict[str, object]] = json.load(answer)
    return found


def finds_the_blog(desk: Desk, blog: WordPress) -> None:
    """The address on the welcome page, where the cursor is."""
    desk.sees(lambda: desk.window.frame.page is not None)
    desk.type(blog.url)
    desk.press("Enter")
    desk.sees(lambda: "Notes from the Workshop" in desk.page_words())


@pytest.fixture
def own_keychain(keychain: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """This process, too, sees the private Secret Service, as the app of a logged-in person would."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    for name, value in keychain.items():
        monkeypatch.setenv(name, value)


def test_an_answer_by_keys_stands_on_the_blog_exactly_once(
    wordpress: WordPress, own_keychain: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with running(tmp_path / "profile", qtbot) as desk:
        # The welcome page asks one thing, and the cursor is there.
        finds_the_blog(desk, wordpress)
        desk.tab_to("sign in")
        desk.press("Space")
        desk.tab_to("user")
        desk.type(wordpress.user)
        desk.tab_to("password")
        desk.type(wordpress.app_password)
        desk.press("Enter")
        desk.sees(lambda: desk.window.frame.page is None)
        desk.sees(lambda: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
        waiting = desk.window.inbox.model.rowCount()
        first = desk.selected()
        assert first is not None

        # R, the words, Ctrl+Enter: it waits ten seconds to be taken back, then it leaves.
        desk.press("R")
        desk.type(ANSWER)
        sent_off = datetime.now(UTC)
        desk.press("Ctrl+Enter")
        desk.sees(lambda: ANSWER in desk.conversation())
        desk.sees(lambda: comments_on_the_blog(wordpress, "notebook"))
        (there,) = comments_on_the_blog(wordpress, "notebook")
        arrived = datetime.fromisoformat(f"{there['date_gmt']}+00:00")  # whole seconds
        assert arrived - sent_off > timedelta(seconds=9)
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0)

        # E, and the next row is selected.
        assert desk.selected() == first
        desk.press("E")
        desk.sees(lambda: desk.selected() not in (None, first))
        desk.sees(lambda: desk.window.inbox.model.rowCount() == waiting - 1)

        # A look for news brings the answer back from the blog: it is still one, here and there.
        (before,) = desk.engine.read(lambda reading: reading.places())
        desk.press("F5")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.places())[0].last_sync_at != before.last_sync_at)
        desk.sees(desk.is_idle)
        view = desk.engine.read(lambda reading: reading.conversation(first))
        assert [message.text for message in view.messages].count(ANSWER) == 1
        assert view.row.state in (State.DONE, State.THEM)
    assert len(comments_on_the_blog(wordpress, "notebook")) == 1


def test_who_goes_elsewhere_while_a_place_is_added_stays_there(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    with running(tmp_path / "profile", qtbot) as desk:
        finds_the_blog(desk, wordpress)
        goes_on = Event()
        desk.engine.runner.run("finding", lambda: goes_on.wait(PATIENCE_S), lambda _: None)
        desk.tab_to("Read")
        desk.press("Enter", "Esc")
        assert desk.window.frame.page is None
        desk.press("Ctrl+K")
        goes_on.set()
        desk.sees(lambda: "Notes from the Workshop is added" in desk.notice())
        desk.sees(lambda: "Notes from the Workshop is read" in desk.notice())
        desk.type("light")
        assert desk.focus().property("text") == "light"
        desk.press("Esc")
        assert desk.window.overlay.sheet is None
        desk.sees(lambda: desk.window.inbox.model.rowCount() > 5)
