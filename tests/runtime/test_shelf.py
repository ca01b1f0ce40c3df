"""Pictures kept for the time offline: whole or not at all, the oldest leave first, and all of them on request."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inbox.core.errors import StoreError
from inbox.runtime.shelf import FOLDER, Shelf


def test_a_picture_is_there_again_with_its_kind(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.take("https://x.example/a.png") is None
    shelf.put("https://x.example/a.png", b"one", "png")
    shelf.put("https://x.example/b", b"two", "webp")
    again = Shelf(tmp_path)
    assert again.take("https://x.example/a.png") == (b"one", "png")
    assert again.take("https://x.example/b") == (b"two", "webp")
    assert (again.has("https://x.example/b"), again.has("https://x.example/c")) == (True, False)


def test_an_address_never_names_a_file(tmp_path: Path) -> None:
    Shelf(tmp_path).put("https://x.example/../../etc/passwd?" + "a" * 5000, b"one", "png")
    (file,) = (tmp_path / FOLDER).iterdir()
    assert file.name == f"{file.stem}.png"
    assert len(file.stem) == 64


def test_the_oldest_leave_when_there_are_too_many(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, most_bytes=10)
    for at, name in enumerate(("a", "b", "c")):
        shelf.put(name, b"12345", "png")
        for file in (tmp_path / FOLDER).iterdir():
            if file.stat().st_mtime > 1000:
                os.utime(file, (at, at))
    assert [shelf.has(name) for name in ("a", "b", "c")] == [False, True, True]


def test_all_of_them_go_on_request(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.clear()
    shelf.put("a", b"1", "gif")
    shelf.clear()
    assert not shelf.has("a")


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="could not be kept"):
        Shelf(tmp_path).put("a", b"1", "png")
