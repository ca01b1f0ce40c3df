"""The key sheet says two ways of one movement on one line."""

from __future__ import annotations

from inbox.commands import registry
from inbox.commands.keymap import Keymap
from inbox.ui.key_lines import lines_of

VIEWS = {(str(n),): f"navigate.view_{n}" for n in range(1, 10)}


def keymap(**more: str) -> Keymap:
    both = {("J",): "navigate.next", ("K",): "navigate.previous", ("E",): "triage.done"}
    return Keymap({"window": both | VIEWS | {(keys,): id for id, keys in more.items()}})


def test_next_and_previous_share_a_line_and_the_nine_views_another() -> None:
    groups = dict(lines_of(registry.commands(), keymap(), mac=False))
    assert groups["Move"] == [("J / K", "Next / previous conversation"), ("1 … 9", "Go to a line of the sidebar")]
    assert groups["Triage"] == [("E", "Done")]
    assert "People" not in groups


def test_a_half_of_a_pair_without_a_key_leaves_the_other_its_own_line() -> None:
    alone = Keymap({"window": {("J",): "navigate.next"}})
    assert dict(lines_of(registry.commands(), alone, mac=False)) == {"Move": [("J", "Next conversation")]}
