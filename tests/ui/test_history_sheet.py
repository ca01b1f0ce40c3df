"""What a step of the history says."""

from __future__ import annotations

import pytest

from inbox.core.model import By, Step
from inbox.ui.history_sheet import entry_of, said
from tests.ui.values import NOW


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (Step("b", "Done", NOW, name="Amara Okafor", title="Soup"), "Done: <Amara Okafor>, on “<Soup>”"),
        (Step("b", "Starred", NOW, name="Amara Okafor"), "Starred: <Amara Okafor>"),
        (Step("b", "Done (4)", NOW, name="Ann", title="Soup", others=3), "Done (4): <Ann> and 3 others"),
        (Step("b", "Done (2)", NOW, name="Ann", title="Soup", others=1), "Done (2): <Ann> and 1 other"),
        (Step("b", "View “Soup” added", NOW), "View “Soup” added"),
        (Step("b", "Ann is one person now", NOW, name="Ann"), "Ann is one person now"),
        (Step("b", "Rule “Links”: done", NOW, By.RULE, name="Bob"), "Rule “Links”: done · <Bob>"),
    ],
)
def test_a_step_says_whom_it_was_about(step: Step, sentence: str) -> None:
    """Names in angles are isolated: they cannot turn the sentence round."""
    assert said(step).replace("\u2068", "<").replace("\u2069", ">") == sentence


def test_a_step_of_a_rule_says_so_and_names_it_once() -> None:
    entry = entry_of(Step("b", "Rule “Links”: done", NOW, By.RULE, name="Bob"), NOW)
    assert entry.title.count("Links") == 1
    assert "by a rule" in entry.subtitle
