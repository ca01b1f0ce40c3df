"""The manual's pages are written by the code."""

from __future__ import annotations

from pathlib import Path

from inbox.commands import command_line, manual, registry
from tests.docs import ROOT


def test_the_page_of_commands_is_what_registry_and_keymap_say() -> None:
    written = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert written == manual.page(ROOT / "resources"), "docs/commands.md is stale: python3 -m tests.docs"


def test_every_command_is_on_the_page() -> None:
    page = manual.page(ROOT / "resources")
    assert [id for id in registry.commands() if f"`{id}`" not in page] == []


def test_every_headless_command_is_in_the_manual() -> None:
    written = Path(ROOT / "docs" / "headless.md").read_text("utf-8")
    verbs = next(action.choices for action in command_line.parser()._actions if action.dest == "command")
    assert [verb for verb in verbs or () if f"`{verb}" not in written] == []
