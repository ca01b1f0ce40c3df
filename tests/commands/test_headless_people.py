"""Lists of people without a window, over the sample people."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.app import workshop
from tests.commands.terminal import Terminal


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """The sample people, with a segment of one's own."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "sample").mkdir()
    with workshop(folder / "sample", writes=True, sample=True) as at:
        at.store.write(lambda write: write.add_segment("Who waits", "is:waiting"))
    return Terminal(folder, always=("--sample",))


def names(answer: list[dict[str, object]]) -> list[object]:
    return [one["name"] for one in answer]


def test_segments_are_listed_with_how_many_are_in_them(look: Terminal) -> None:
    segments = {one["name"]: one for one in look.ask("segments")}
    assert int(segments["everyone"]["people"]) == len(look.ask("people", "--sort", "name"))
    assert segments["Who waits"]["search"] == "is:waiting"
    assert int(segments["Who waits"]["people"]) == len(look.ask("people", "--segment", "who waits"))
    assert {"starred", "drifting", "promised"} <= set(segments)


def test_people_of_a_search_come_in_the_order_that_was_asked_for(look: Terminal) -> None:
    found = look.ask("people", "--search", "is:waiting", "--sort", "contact")
    assert found
    assert all(one["waiting"] for one in found)
    moments = [one["last_contact"] for one in found]
    assert moments == sorted(moments, reverse=True)
    assert sorted(names(found)) == sorted(names(look.ask("people", "--segment", "Who waits", "--sort", "name")))


def test_what_makes_no_sense_ends_in_a_sentence(look: Terminal) -> None:
    for arguments, words in (
        (("--segment", "Nobody"), "no segment"),
        (("--search", "is:rich"), "is: knows"),
        (("--segment", "drifting", "--search", "flour"), "one of them"),
    ):
        said = look.run("people", *arguments)
        assert said.code == 1
        assert words in said.err


def test_the_manual_names_the_fields_of_lists(look: Terminal) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "headless.md").read_text("utf-8")
    for value in (look.ask("people", "--sort", "name")[0], look.ask("segments")[0]):
        assert [name for name in value if name not in manual] == []
