"""Keys are lines of a file; the file's mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.commands import keymap, registry
from inbox.core.errors import Refused

RESOURCES = Path(__file__).parents[2] / "resources"


SHIPPED = keymap.load(RESOURCES / keymap.FILE, set(registry.commands()))
every_scheme = pytest.mark.parametrize("scheme", list(SHIPPED))


def test_three_schemes_ship() -> None:
    assert list(SHIPPED) == list(keymap.TITLES) == ["parlour", "gmail", "superhuman"]


@every_scheme
def test_no_key_begins_another_in_one_scheme(scheme: str) -> None:
    bindings = SHIPPED[scheme].bindings
    for where, table in bindings.items():
        heard = {**bindings["window"], **table} if where in ("list", "composer") else table
        for keys in heard:
            prefixes = [other for other in heard if other != keys and other[: len(keys)] == keys]
            assert not prefixes, f"{where}: {keys} begins {prefixes}"


@every_scheme
def test_what_one_scheme_reaches_by_key_every_scheme_reaches(scheme: str) -> None:
    reached = {id for table in SHIPPED[keymap.SCHEME].bindings.values() for id in table.values()}
    assert [id for id in reached if not SHIPPED[scheme].keys_of(id)] == []


@pytest.mark.parametrize(
    ("scheme", "key", "command"),
    [
        ("gmail", "E", "triage.done"),
        ("gmail", "B", "triage.snooze"),
        ("gmail", "U", "navigate.back"),
        ("gmail", "O", "navigate.open"),
        ("gmail", "M", "triage.mute"),
        ("gmail", "A", "reply.reply"),
        ("gmail", "Shift+U", "triage.unread"),
        ("gmail", "Shift+I", "triage.read"),
        ("gmail", "G B", "navigate.snoozed"),
        ("gmail", "#", "moderate.trash"),
        ("superhuman", "H", "triage.snooze"),
        ("superhuman", "U", "triage.unread"),
        ("superhuman", "Shift+M", "triage.mute"),
        ("superhuman", "Shift+E", "triage.reopen"),
        ("superhuman", "G E", "navigate.done"),
        ("superhuman", "G H", "navigate.snoozed"),
        ("superhuman", "!", "moderate.spam"),
    ],
)
def test_keys_that_people_know_from_elsewhere_mean_what_they_mean_there(scheme: str, key: str, command: str) -> None:
    assert SHIPPED[scheme].find(tuple(key.split()), ("window",)) == (command, False)


def test_a_page_hears_the_keys_of_the_program_only() -> None:
    page = SHIPPED["parlour"].bindings["page"]
    assert page[("Ctrl+K",)] == "app.palette"
    assert page[("Esc",)] == "navigate.back"
    assert not {"triage.done", "reply.reply", "navigate.next"} & set(page.values())


@every_scheme
def test_every_command_of_the_daily_pass_has_a_key(scheme: str) -> None:
    keys = SHIPPED[scheme]
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
        ("[every.window]\n'Meta+E' = 'triage.done'", "“Meta\\+E” is no key"),
        ("[every.window]\n'Ctrl+Ctrl+E' = 'triage.done'", "is no key"),
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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("e", ("E",)),
        ("shift+s", ("Shift+S",)),
        ("Shift+?", ("?",)),
        ("shift+ctrl+enter", ("Ctrl+Shift+Enter",)),
        ("Cmd+Return", ("Ctrl+Enter",)),
        ("g  i", ("G", "I")),
        ("Ctrl++", ("Ctrl++",)),
        ("+", ("+",)),
        ("pagedown", ("PageDown",)),
        ("ф", ("Ф",)),
        ("ß", ("ß",)),
    ],
)
def test_keys_may_be_written_as_one_likes(written: str, meant: tuple[str, ...]) -> None:
    assert keymap.strokes_of(written) == meant


def test_a_scheme_may_change_or_free_what_every_scheme_has(tmp_path: Path) -> None:
    text = "[every.window]\n'E' = 'triage.done'\n'R' = 'reply.reply'\n[one.window]\n'E' = ''\n'R' = 'app.quit'\n[two]\n"
    (tmp_path / "keymap.toml").write_text(text, "utf-8")
    schemes = keymap.load(tmp_path / "keymap.toml", set(registry.commands()))
    assert schemes["one"].bindings["window"] == {("R",): "app.quit"}
    assert schemes["two"].bindings["window"] == {("E",): "triage.done", ("R",): "reply.reply"}
