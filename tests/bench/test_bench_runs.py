"""Each bench runs and reports, small; what the figures are is not asked here: that is for a quiet machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import WordPress
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parent.parent.parent


def told(tmp_path: Path, *arguments: str) -> tuple[str, Mapping[str, object]]:
    """What a bench prints, and what it writes down."""
    file = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", *arguments, "--json", str(file)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    figures: Mapping[str, object] = json.loads(file.read_text("utf-8"))
    return done.stdout, figures


def test_frames_are_counted_while_a_blog_is_read(wordpress: WordPress, servers_home: Path, tmp_path: Path) -> None:
    fewer = ("--comments", "200", "--after", "1", "--screen", "offscreen", "--servers", str(servers_home))
    printed, figures = told(tmp_path, "bench.frames", *fewer)
    assert "comments/s" in printed
    assert figures["screen"] == "offscreen"
    assert figures["comments"] == 200, "the seeded comments and those that were there before"
    for name in ("reading", "after"):
        phase = figures[name]
        assert isinstance(phase, dict)
        assert set(phase["over"]) == {"16.7", "33.0", "50.0"}
        assert phase["keys"] > 0
    assert wordpress.status()["approved"], "a server that ran before is left running"


def test_the_start_is_measured_beside_a_bare_window(tmp_path: Path) -> None:
    printed, figures = told(tmp_path, "bench.start", "--messages", "300", "--rounds", "1")
    assert "bare QMainWindow" in printed
    assert isinstance(figures["ratio"], float)


def test_reading_is_measured_beside_plain_sqlite(tmp_path: Path) -> None:
    printed, figures = told(tmp_path, "bench", "--size", "1000", "--only", "page")
    assert "ours/raw" in printed
    assert figures["size"] == 1000


def test_keys_are_measured_beside_a_bare_list(tmp_path: Path) -> None:
    printed, figures = told(tmp_path, "bench.keys", "--conversations", "300", "--keys", "4")
    assert "E, done" in printed
    results = figures["results"]
    assert isinstance(results, list)
    assert all(0 < one["median"] <= one["p99"] for one in results)


def test_lists_of_people_are_measured_at_two_sizes(tmp_path: Path) -> None:
    printed, figures = told(tmp_path, "bench.people", "--people", "500", "--only", "page")
    assert "first page, by contact" in printed
    assert figures["people"] == 500


def test_two_people_are_compared_by_how_much_is_between_us() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.closeness", "--many", "120", "--few", "24", "--rounds", "3"],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert "relation opened" in done.stdout
    assert "ratio" in done.stdout
