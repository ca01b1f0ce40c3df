"""What people have a right to, from a terminal: their record, being erased, the newsletter's list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.terminal import Terminal


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal(tmp_path_factory.mktemp("sample"), always=("--sample",))
    assert terminal.run("places").code == 0
    return terminal


def test_somebody_is_written_out_asked_about_and_erased(sample: Terminal, tmp_path: Path) -> None:
    ann = str(sample.run("people", "--json").json[0]["id"])
    name = sample.run("person", ann, "--json").json["name"]
    said = sample.run("person", ann, "--export", str(tmp_path / "out"))
    assert said.code == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["name"] == name
    assert (tmp_path / "out.html").exists()
    asked = sample.run("erase", ann)
    assert asked.code == 1
    assert asked.sentence.endswith(f"parlour erase {ann} --for-good.")
    assert sample.run("person", ann).code == 0
    assert sample.run("erase", ann, "--for-good", "--json").json["state"] == "erased"
    assert "nobody with the number" in sample.run("person", ann).sentence
    assert name not in sample.run("people").out
    assert sample.run("check").code == 0


def test_the_newsletter_says_who_is_left_out(sample: Terminal, tmp_path: Path) -> None:
    said = sample.run("newsletter", str(tmp_path / "list.csv"))
    assert said.code == 0
    assert said.out.startswith("Nobody has agreed yet.")
    assert (tmp_path / "list.csv").read_text("utf-8-sig").startswith("E-mail,Name")
