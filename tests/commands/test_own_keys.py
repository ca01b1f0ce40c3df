"""Keys of one's own: a small file over the shipped keys, written back with the person's comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.commands import keymap, own_keys, registry
from inbox.commands.keymap import Keymap, Strokes
from inbox.commands.own_keys import OwnKeys

COMMANDS = set(registry.commands())
SCHEMES = keymap.load(Path(__file__).with_name("few_keys.toml"), COMMANDS)
TITLES = {id: one.title for id, one in registry.commands().items()}
PARLOUR = SCHEMES["parlour"]


def read(path: Path, text: str) -> tuple[OwnKeys, str]:
    path.write_text(text, "utf-8")
    return own_keys.read(path, SCHEMES, COMMANDS)


def over(own: OwnKeys) -> Keymap:
    return own_keys.laid_over(SCHEMES[own.scheme], own)


def meaning(own: OwnKeys, keys: str, where: str = "window") -> str:
    return over(own).find(tuple(keys.split(" ")), (where,))[0]


def test_without_a_file_the_shipped_scheme_is_used(tmp_path: Path) -> None:
    assert own_keys.read(tmp_path / "keymap.toml", SCHEMES, COMMANDS) == (OwnKeys(), "")


def test_own_lines_lie_over_the_scheme_that_is_named(tmp_path: Path) -> None:
    text = 'scheme = "gmail"\n[keys.window]\n"y" = "triage.done"\n"e" = ""\n"cmd+shift+k" = "app.theme"\n'
    own, wrong = read(tmp_path / "keymap.toml", text)
    assert wrong == ""
    assert meaning(own, "Y") == "triage.done"
    assert meaning(own, "E") == ""
    assert meaning(own, "Ctrl+Shift+K") == "app.theme"
    assert meaning(own, "B") == "triage.snooze"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('scheme = "', "cannot be read"),
        ('scheme = "emacs"', "scheme is none of parlour, gmail, superhuman"),
        ("scheme = 3", "scheme is none of"),
        ('colour = "red"', "colour is neither scheme nor"),
        ('[keys.window]\n"E" = "triage.nothing"', "E names triage.nothing, which is no command"),
        ('[keys.kitchen]\n"E" = "triage.done"', "keys.kitchen"),
        ('[keys.window]\n"Hyper+E" = "triage.done"', "“Hyper+E” is no key"),
        ('[keys.window]\n"" = "triage.done"', "“” is no key"),
        ('[keys.window]\n"E" = 3', "E names 3"),
        ('[keys.window]\n"Esc" = ""', "Esc always goes one level out"),
        ('[keys.window]\n"Tab" = "triage.done"', "Tab moves between fields"),
        ('[keys.window]\n"Alt+E" = "triage.done"', "Alt with a letter"),
        ('[keys.window]\n"Y" = "triage.done"\n"Y Y" = "triage.undo"', "Y begins Y Y"),
        ("keys = 3", r"[keys] must hold tables"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_shipped_keys_are_used(tmp_path: Path, text: str, said: str) -> None:
    own, wrong = read(tmp_path / "keymap.toml", text)
    assert own == OwnKeys()
    assert said in wrong
    assert wrong.endswith("Until keymap.toml is mended, the keys are those that ship with Parlour.")


def test_a_mistake_in_a_line_keeps_the_scheme_that_was_chosen(tmp_path: Path) -> None:
    own, wrong = read(tmp_path / "keymap.toml", 'scheme = "superhuman"\n[keys.window]\n"E" = "no.such"\n')
    assert own == OwnKeys("superhuman")
    assert "no.such" in wrong


def test_an_own_key_that_begins_longer_ones_is_heard_at_once(tmp_path: Path) -> None:
    own = read(tmp_path / "keymap.toml", '[keys.window]\n"G" = "triage.done"\n')[0]
    assert over(own).find(("G",), ("window",)) == ("triage.done", False)
    assert over(own).keys_of("navigate.waiting") == []


def test_a_clash_names_who_has_the_key_now() -> None:
    found = own_keys.clashes(PARLOUR, "window", ("E",), "people.star")
    assert own_keys.what_clashes(found, ("E",), TITLES, mac=False) == "E is “Done” now."
    assert own_keys.clashes(PARLOUR, "window", ("E",), "triage.done") == []
    assert own_keys.clashes(PARLOUR, "window", ("Y",), "triage.done") == []


def test_a_clash_names_the_longer_keys_that_would_be_blocked() -> None:
    found = own_keys.clashes(PARLOUR, "window", ("G",), "people.star")
    said = own_keys.what_clashes(found, ("G",), TITLES, mac=False)
    assert said == "G begins G I (“Go to Waiting on me”) and 2 more, which would not be heard any more."


def test_a_clash_names_the_shorter_key_that_would_be_heard_first() -> None:
    found = own_keys.clashes(PARLOUR, "window", ("E", "X"), "people.star")
    said = own_keys.what_clashes(found, ("E", "X"), TITLES, mac=False)
    assert said == "E is “Done” now, and would be heard before E X."


def test_a_key_taken_over_is_gone_from_where_it_was() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "people.star", ("E",), instead_of=("S",))
    assert own.keys == {"window": {("S",): "", ("E",): "people.star"}}
    assert over(own).keys_of("people.star") == ["E"]
    assert over(own).keys_of("triage.done") == []


def test_a_second_key_stands_beside_the_first() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "triage.done", ("Y",))
    assert over(own).keys_of("triage.done") == ["Y", "E"]


def test_a_key_for_sending_is_heard_while_writing_only() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "reply.send", ("Ctrl+S",), instead_of=("Ctrl+Enter",))
    assert own.keys == {"composer": {("Ctrl+Enter",): "", ("Ctrl+S",): "reply.send"}}
    assert meaning(own, "Ctrl+S", "composer") == "reply.send"


def test_a_key_given_back_leaves_no_line() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "triage.done", ("Y",), instead_of=("E",))
    assert own_keys.give(own, PARLOUR, "triage.done", ("E",), instead_of=("Y",)) == OwnKeys()
    assert own_keys.as_shipped(own, PARLOUR, "triage.done") == OwnKeys()


def test_the_scheme_s_key_comes_back_from_whoever_has_it() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "people.star", ("E",), instead_of=("S",))
    again = own_keys.as_shipped(own, PARLOUR, "triage.done")
    assert over(again).keys_of("triage.done") == ["E"]
    assert over(again).keys_of("people.star") == []


def test_a_page_hears_own_keys_too() -> None:
    own = own_keys.give(OwnKeys(), PARLOUR, "app.palette", ("Ctrl+P",), instead_of=("Ctrl+K",))
    assert meaning(own, "Ctrl+P", "page") == "app.palette"
    assert meaning(own, "Ctrl+K", "page") == ""


def test_the_file_is_small_and_keeps_what_the_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    text = '# mine\n\n[keys.window]\n# as in the old days\n"y" = "triage.done"  # done\n"Q" = "app.quit"\n'
    own = read(path, text)[0]
    own = own_keys.give(own_keys.take(own, PARLOUR, "window", ("Q",)), PARLOUR, "people.star", ("Ctrl+B",))
    own_keys.write(path, own, afresh=False)
    assert path.read_text("utf-8") == (
        '# mine\nscheme = "parlour"\n\n[keys.window]\n# as in the old days\n"y" = "triage.done"  # done\n'
        '"Ctrl+B" = "people.star"\n'
    )


def test_the_first_change_begins_a_file_that_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    own_keys.write(path, own_keys.take(OwnKeys("gmail"), SCHEMES["gmail"], "window", ("E",)), afresh=False)
    assert path.read_text("utf-8") == own_keys.HEAD + 'scheme = "gmail"\n\n[keys.window]\n"E" = ""\n'
    assert [one.name for one in tmp_path.iterdir()] == ["keymap.toml"]


def test_a_file_that_cannot_be_used_is_set_aside_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    path.write_text('[keys.window]\n"E" = ', "utf-8")
    own_keys.write(path, OwnKeys("gmail"), afresh=True)
    assert (tmp_path / "keymap.before.toml").read_text("utf-8") == '[keys.window]\n"E" = '
    assert own_keys.read(path, SCHEMES, COMMANDS) == (OwnKeys("gmail"), "")


SOME_KEYS = ["E", "G", "I", "Y", "Shift+S", "Ctrl+K", "?", "#", "Enter", "F7"]
KEYS = st.lists(st.sampled_from(SOME_KEYS), min_size=1, max_size=3)


@given(data=st.data())
def test_whatever_is_changed_no_key_begins_another_and_the_file_says_the_same(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scheme = data.draw(st.sampled_from(list(SCHEMES)))
    base, own = SCHEMES[scheme], OwnKeys(scheme)
    for _ in range(data.draw(st.integers(1, 6))):
        command = data.draw(st.sampled_from(sorted(COMMANDS)))
        keys: Strokes = tuple(data.draw(KEYS))
        match data.draw(st.sampled_from(["instead", "beside", "take", "back"])):
            case "instead":
                first = over(own).keys_of(command)
                own = own_keys.give(own, base, command, keys, instead_of=tuple(first[0].split()) if first else ())
                assert " ".join(keys) in over(own).keys_of(command)
            case "beside":
                own = own_keys.give(own, base, command, keys)
                assert " ".join(keys) in over(own).keys_of(command)
            case "take":
                own = own_keys.take(own, base, "window", keys)
                assert over(own).find(keys, ("window",))[0] == ""
            case _:
                own = own_keys.as_shipped(own, base, command)
                assert set(over(own).keys_of(command)) == set(base.keys_of(command))
        for table in over(own).bindings.values():
            assert not [(a, b) for a in table for b in table if a != b and b[: len(a)] == a]
    path = tmp_path_factory.mktemp("keys") / "keymap.toml"
    own_keys.write(path, own, afresh=False)
    assert own_keys.read(path, SCHEMES, COMMANDS) == (own, "")
