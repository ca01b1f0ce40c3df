"""One program writes to a profile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inbox.core.errors import Refused
from inbox.runtime.lock import InstanceLock

HOLDER = """
import sys, time
from pathlib import Path
from inbox.runtime.lock import InstanceLock
with InstanceLock(Path(sys.argv[1]), "the window"):
    print("held", flush=True)
    time.sleep(60)
"""


def hold_elsewhere(folder: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "held"
    return other


def test_a_second_program_is_refused_in_a_sentence_that_names_the_first(tmp_path: Path) -> None:
    other = hold_elsewhere(tmp_path)
    try:
        with pytest.raises(Refused, match="the window") as refused, InstanceLock(tmp_path, "a command"):
            pass
        assert str(other.pid) in str(refused.value)
    finally:
        other.kill()
        other.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; its locks end with the process as well")
def test_the_lock_of_a_killed_program_is_free(tmp_path: Path) -> None:
    other = hold_elsewhere(tmp_path)
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    with InstanceLock(tmp_path, "a command"):
        assert (tmp_path / "parlour.lock").read_text("utf-8").startswith("a command")


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    with InstanceLock(tmp_path, "first"):
        pass
    with InstanceLock(tmp_path, "second") as lock:
        lock.release()
        with InstanceLock(tmp_path, "third"):
            assert "third" in (tmp_path / "parlour.lock").read_text("utf-8")
