"""One person, many handles, without a window: on the sample people, one of whom has two handles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.terminal import Terminal


@pytest.fixture
def sample(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile", always=("--sample",))


def ids(person: dict[str, Any]) -> list[int]:
    return [one["id"] for one in person["identities"]]


def test_suggested_merged_parted_and_claimed(sample: Terminal) -> None:
    [found] = sample.ask("same")
    one, other = found["one"]["id"], found["other"]["id"]
    assert {clue["strength"] for clue in found["clues"]} == {"claim"}
    said = sample.together(
        ("merge", str(one), str(other), "--json"),
        ("same", "--json"),
        ("person", str(other), "--json"),
        ("part", str(other), "--json"),
        ("same", "--json"),
        ("me", str(other), "--json"),
        ("me", str(other), "--not"),
        ("merge", str(one), "999999"),
        ("part", str(one)),
    )
    merged, none, person, parted, answered, mine, not_mine, unknown, alone = said
    assert ids(merged.json) == [one, other]
    assert (none.json, answered.json) == ([], [])
    assert person.json["id"] == one
    assert ids(parted.json) == [other]
    assert mine.json["messages_in"] == 0
    assert not_mine.out.strip() == "gethin_r is not you."
    assert "nobody with the number 999999" in unknown.sentence
    assert "one handle only" in alone.sentence
