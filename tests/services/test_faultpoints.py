"""Every declared fault point is come to: a process that is told to die there, dies there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from inbox.core.faultpoints import EXIT_CODE, POINTS, VARIABLE
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "from tests.services.scripted_outbox import run; import sys; run(sys.argv[1])"


def process(folder: Path, die_at: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | ({VARIABLE: die_at} if die_at else {})
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def test_the_scripted_run_ends_well_when_nobody_dies(tmp_path: Path) -> None:
    done = process(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("point", POINTS)
def test_a_process_can_die_at_each_point(point: str, tmp_path: Path) -> None:
    assert process(tmp_path, f"{point}:1").returncode == EXIT_CODE


def test_only_declared_points_are_named_in_the_code_and_each_is() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "inbox").rglob("*.py"))
    assert set(re.findall(r'fault_point\("([a-z.]+)"\)', code)) == set(POINTS)


def test_a_misspelt_point_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    done = process(tmp_path, "send.anwsered:1")
    assert done.returncode == 1
    assert "takes POINT:N" in done.stderr
