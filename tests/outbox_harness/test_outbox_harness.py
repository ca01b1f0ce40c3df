"""A short run of the harness in every test run; the long ones are commands: `python -m tests.outbox_harness -h`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.network_loopback
def test_under_kills_and_faults_nothing_is_lost_doubled_or_falsely_called_sent() -> None:
    run = [sys.executable, "-m", "tests.outbox_harness", "--runs", "16", "--kills", "4", "--repeats", "0"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
