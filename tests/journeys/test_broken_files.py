"""The window opens whatever somebody did to the files of its folder, and says what is wrong."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from inbox.ui.look.theme import LARGEST, SMALLEST
from tests.desk import running
from tests.journeys.sample_people import copied, filled, ids, ready, state


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile")


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


@pytest.mark.parametrize(
    "content",
    [b"[[[ nothing", b"\xff\xfe\x00", b'scheme = "klingon"', b"[parlour.kitchen]\n'E' = 7", b"a = " + b"[" * 9000],
)
def test_broken_keys_are_told_of_and_the_shipped_ones_work(folder: Path, content: bytes, qtbot: QtBot) -> None:
    (folder / "keymap.toml").write_bytes(content)
    with running(folder, qtbot, sample=True) as desk:
        desk.sees(lambda: "keymap" in desk.notice())
        first = ids(ready(desk))[0]
        desk.press("E")
        desk.sees(lambda: state(desk, first) is State.DONE)
    assert (folder / "keymap.toml").read_bytes() == content, "the file is theirs to mend"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{half", True),
        (b"\xff\xfe\x00", True),
        (b"[" * 100_000, True),
        (b'"a word"', True),
        (b'{"scale": 99999, "theme": "purple", "state": "lost", "place": 4711, "sort": "luck"}', False),
        (b'{"geometry": [99999999999999999999, 0, -5, 1e400], "widths": [-1, 2, 3, 99999999999], "scale": -3}', False),
        (b'{"geometry": ["left", null], "widths": "wide", "panel": 7, "maximised": "no"}', False),
    ],
)
def test_a_broken_memory_of_the_window_gives_the_usual_one(
    folder: Path, content: bytes, *, told: bool, qtbot: QtBot
) -> None:
    (folder / "window.json").write_bytes(content)
    with running(folder, qtbot, sample=True) as desk:
        if told:
            desk.sees(lambda: "window.json" in desk.notice())
        ready(desk)
        assert SMALLEST <= desk.window.look.scale <= LARGEST
        assert desk.window.inbox.model.state is State.WAITING


@pytest.mark.logs("not bound")
@pytest.mark.parametrize(
    ("damage", "said"), [("newer", "A newer Parlour has used this folder"), ("random", "damaged"), ("letter", "")]
)
def test_a_database_that_cannot_be_used_is_told_of_in_the_window(
    folder: Path, damage: str, said: str, qtbot: QtBot
) -> None:
    database = folder / "parlour.sqlite"
    if damage == "newer":
        with sqlite3.connect(database) as by_hand:
            by_hand.execute("PRAGMA user_version = 999")
        by_hand.close()
    elif damage == "random":
        whole = bytearray(database.read_bytes())
        whole[4096:] = b"\xa5" * (len(whole) - 4096)
        database.write_bytes(whole)
    else:
        database.write_bytes(b"This is a letter to my aunt. " * 500)
    with running(folder, qtbot, sample=True) as desk:
        desk.sees(lambda: bool(desk.notice()) and said in desk.notice())
        assert desk.opening.engine is None
        desk.press("E", "J", "R", "Esc", "F5", "Ctrl+K", "Esc", "G", "O", "?", "Esc")
        assert desk.window.isVisible()
