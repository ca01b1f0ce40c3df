"""What nobody expected is written down without secrets, and shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.runtime.crash import CRASH, CrashDoor, redact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET /x?access_token=abc123&page=2", "abc123"),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
        ("Authorization: Bearer eyJhbGciOi.J9.x", "eyJhbGciOi.J9.x"),
        ("password='hunter2'", "hunter2"),
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
