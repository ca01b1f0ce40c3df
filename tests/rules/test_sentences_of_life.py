"""The words that ship, against sentences as people write them (`tests/data/sentences`), near misses among them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from inbox.rules.kindness import kind_words
from inbox.rules.languages import Heard
from inbox.rules.please_stop import please_stop
from inbox.rules.promises import find_promises
from tests.rules.tongues import heard, shipped

FOLDER = Path(__file__).parents[1] / "data" / "sentences"
LOOKS: dict[str, Callable[[Heard], Sequence[object]]] = {
    "promises": find_promises,
    "kind": kind_words,
    "please_stop": please_stop,
}
TABLES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))}


def sentences(noticed: str) -> list[tuple[str, str]]:
    return [
        (section, sentence)
        for table in TABLES.values()
        for section, lists in table.items()
        for sentence in lists[noticed]
    ]


def test_each_language_has_a_table_with_near_misses() -> None:
    assert {language.code for language in shipped().all} == TABLES.keys()
    for code, table in TABLES.items():
        assert table.keys() == LOOKS.keys(), code
        assert all(len(lists["yes"]) >= 20 and len(lists["no"]) >= 20 for lists in table.values()), code


@pytest.mark.parametrize(("section", "sentence"), sentences("yes"))
def test_what_people_mean_is_noticed(section: str, sentence: str) -> None:
    assert LOOKS[section](heard(sentence))


@pytest.mark.parametrize(("section", "sentence"), sentences("no"))
def test_what_only_sounds_like_it_is_not(section: str, sentence: str) -> None:
    assert not LOOKS[section](heard(sentence))
