"""What nobody expected is written down without secrets, and shown."""

from __future__ import annotations

import logging
import stat
import sys
import threading
from pathlib import Path

import pytest

from inbox.core.errors import NotHere
from inbox.runtime.crash import CRASH, LOG, CrashDoor, keep_log, redact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET /x?access_token=abc123&page=2", "abc123"),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
        ("Authorization: Bearer eyJhbGciOi.J9.x", "eyJhbGciOi.J9.x"),
        ("password='hunter2'", "hunter2"),
        ("{'user': 'ann', 'app_password': 'abcd EFGH ijkl'}", "EFGH ijkl"),
        ('{"password": "abcd EFGH ijkl", "x": 1}', "ijkl"),
        ("wrote to amara@okafor.example today", "amara@okafor.example"),
    ],
)
def test_secrets_and_addresses_never_reach_a_report(text: str, secret: str) -> None:
    assert secret not in redact(text)


def test_a_bug_is_written_down_and_shown_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    door = CrashDoor(tmp_path)
    shown: list[tuple[str, str]] = []
    door.show = lambda sentence, path: shown.append((sentence, path))
    with caplog.at_level("CRITICAL", logger="parlour"):
        try:
            raise LookupError("no row for robin@blog.example")
        except LookupError as error:
            door.bug(error)
    door.close()
    report = (tmp_path / CRASH).read_text("utf-8")
    assert "LookupError" in report
    assert "robin@blog.example" not in report
    assert shown == [(shown[0][0], str(tmp_path / CRASH))]


def test_a_bug_in_any_thread_comes_to_the_door(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    door = CrashDoor(tmp_path)
    shown: list[str] = []
    door.show = lambda sentence, path: shown.append(threading.current_thread().name)
    door.install()
    try:
        with caplog.at_level("CRITICAL", logger="parlour"):
            lost = threading.Thread(target=lambda: 1 // 0, name="lost")
            lost.start()
            lost.join()
    finally:
        door.close()
    assert shown == ["lost"]
    assert "ZeroDivisionError" in (tmp_path / CRASH).read_text("utf-8")


def test_what_was_expected_is_told_and_is_no_bug(tmp_path: Path) -> None:
    door = CrashDoor(tmp_path)
    shown: list[tuple[str, str]] = []
    door.show = lambda sentence, path: shown.append((sentence, path))
    door.bug(NotHere())
    door.close()
    assert shown == [("That is no longer here. Choose something else.", "")]
    assert not (tmp_path / CRASH).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folders of a user from others by itself")
def test_only_their_owner_reads_what_is_written_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root, before = logging.getLogger(), logging.getLogger().level
    handlers = list(root.handlers)
    keep_log(tmp_path)
    try:
        logging.getLogger("parlour").info("opened by ann@blog.example")
        door = CrashDoor(tmp_path)
        with caplog.at_level("CRITICAL", logger="parlour"):
            door.bug(LookupError("x"))
        door.close()
    finally:
        root.setLevel(before)
        for added in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(added)
            added.close()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {LOG: 0o600, CRASH: 0o600, "fatal.txt": 0o600}
    assert "[address]" in (tmp_path / LOG).read_text("utf-8")
