"""Nothing stands between the start and the first paint but Qt, SQLite and what they need: the rest comes after it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.filling import fill
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "asyncio", "cryptography", "email", "http", "keyring", "multiprocessing", "nh3", "requests",
    "secretstorage", "sqlalchemy", "ssl", "truststore", "unittest", "urllib3", "xml",
}  # fmt: skip
OURS = {
    "inbox.networks.http", "inbox.networks.sample.client", "inbox.networks.wordpress.client", "inbox.rules.markup",
    "inbox.services.delivery", "inbox.services.sync", "inbox.store.reading", "inbox.store.writer",
}  # fmt: skip
OPENED = {
    "inbox.ui.change_keys", "inbox.ui.engine", "inbox.ui.history_sheet", "inbox.ui.join_sheets", "inbox.ui.keysheet",
    "inbox.ui.link_sheet", "inbox.ui.palette",
    "inbox.ui.palette_search", "inbox.ui.reachability", "inbox.ui.rule_sheet", "inbox.ui.rules_sheet",
    "inbox.ui.settings_sheet", "inbox.ui.snooze", "inbox.ui.view_sheet",
    "inbox.ui.welcome", "inbox.ui.welcome_found",
}  # fmt: skip
# What binds the store is called after the first paint: it says what is imported by then.
SCRIPT = """
import json, os, sys
import inbox.app, inbox.runtime.bootstrap
from inbox.commands import command_line
from inbox.ui.start import open_window
def bind(folder, on_bug):
    sys.__stdout__.write(json.dumps(sorted(sys.modules)))
    sys.__stdout__.flush()
    os._exit(0)
open_window(command_line.parser().parse_args([]), inbox.app.Path(sys.argv[1]), bind)
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of all modules at the first paint of a window that shows conversations."""
    folder = tmp_path_factory.mktemp("profile")
    fill(folder / "parlour.sqlite", 500)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_nothing_heavy_is_imported_before_the_first_paint(imported: set[str]) -> None:
    assert sorted(HEAVY & {name.split(".")[0] for name in imported}) == []


def test_store_and_networks_are_bound_after_the_first_paint(imported: set[str]) -> None:
    assert "inbox.store.first_page" in imported
    assert sorted(OURS & imported) == []


def test_sheets_pages_and_the_engine_are_imported_when_they_are_needed(imported: set[str]) -> None:
    assert sorted(OPENED & imported) == []
