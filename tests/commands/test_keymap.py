"""Keys are lines of a file; the file's mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.commands import keymap, registry
from inbox.core.errors import Refused

RESOURCES = Path(__file__).parents[2] / "resources"


def shipped() -> keymap.Keymap:
    return keymap.load(RESOURCES / "keymap.toml", set(registry.commands()))[keymap.SCHEME]


def test_every_key_of_the_shipped_keymap_names_a_command_and_no_key_begins_another() -> None:
    for where, table in shipped().bindings.items():
        for keys in table:
            prefixes = [other for other in table if other != keys and other[: len(keys)] == keys]
            assert not prefixes, f"{where}: {keys} begins {prefixes}"


def test_every_command_of_the_daily_pass_has_a_key() -> None:
    keys = shipped()
    daily = ["triage.done", "triage.snooze", "triage.wait_for_them", "triage.unread", "triage.undo", "triage.redo"]
    daily += ["reply.reply", "reply.thank", "reply.send", "reply.send_and_done", "people.star", "people.note"]
    daily += [
        "moderate.approve",
        "moderate.spam",
        "moderate.trash",
        "app.search",
        "app.palette",
        "app.keys",
        "app.refresh",
    ]
    assert [command for command in daily if not keys.keys_of(command)] == []


def test_the_innermost_place_wins_and_a_longer_sequence_is_waited_for() -> None:
    keys = keymap.Keymap({"composer": {("Esc",): "out"}, "window": {("Esc",): "back", ("G", "I"): "go"}})
    assert keys.find(("Esc",), ("composer", "window")) == ("out", False)
    assert keys.find(("Esc",), ("window",)) == ("back", False)
    assert keys.find(("G",), ("window",)) == ("", True)
    assert keys.find(("G", "I"), ("window",)) == ("go", False)
    assert keys.find(("Q",), ("window",)) == ("", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[parlour.window]\n'E' = ", "cannot be read"),
        ("[parlour.window]\n'E' = 'triage.nothing'", "triage.nothing, which is no command"),
        ("[parlour.kitchen]\n'E' = 'triage.done'", "parlour.kitchen"),
        ("parlour = 3", r"\[parlour\]"),
    ],
)
def test_a_broken_keymap_is_named_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "keymap.toml").write_text(text, "utf-8")
    with pytest.raises(Refused, match=said):
        keymap.load(tmp_path / "keymap.toml", set(registry.commands()))


def test_keys_read_as_the_keyboard_at_hand_says_them() -> None:
    assert keymap.shown("Ctrl+Shift+Enter", mac=False) == "Ctrl ⇧ ↵"
    assert keymap.shown("Ctrl+Enter", mac=True) == "⌘ ↵"
    assert keymap.shown("G I", mac=False) == "G I"
    assert keymap.shown("Ctrl++", mac=False) == "Ctrl +"
