"""Every key of every scheme, pressed in every pane of the real window: what happens is what the table says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.commands import keymap
from inbox.commands.own_keys import OwnKeys
from tests.desk import running
from tests.ui.key_room import Room, kind_of

TABLE = """
          list     conversation sidebar  panel    composer search   composing
letter    command  command      command  command  typed    typed    own
capital   command  command      command  command  typed    typed    own
sign      command  command      command  command  typed    typed    own
digit     command  command      command  command  typed    typed    own
beyond    command  command      command  command  typed    typed    own
sequence  command  command      command  command  typed    typed    own
Enter     command  command      own      command  typed    own      own
Tab       command  own          own      own      own      own      own
Space     command  own          own      own      typed    typed    own
Esc       command  command      command  command  command  command  own
arrow     command  command      own      own      own      own      own
end       command  command      own      own      own      own      own
function  command  command      command  command  command  command  own
chord     command  command      command  command  command  command  own
whole     command  own          own      own      own      own      own
editing   command  command      command  command  own      own      own
sending   own      own          own      own      command  own      own
written   own      own          own      own      command  own      own

          palette  keys         change   snooze   settings page     rules
letter    typed    typed        typed    typed    own      typed    own
capital   typed    typed        typed    typed    own      typed    own
sign      typed    typed        typed    typed    own      typed    own
digit     typed    typed        typed    typed    own      typed    own
beyond    typed    typed        typed    typed    own      typed    own
sequence  typed    typed        typed    typed    own      typed    own
Enter     closed   closed       own      closed   own      own      closed
Tab       own      own          own      own      own      own      own
Space     typed    typed        typed    typed    own      typed    own
Esc       closed   closed       closed   closed   closed   command  closed
arrow     own      own          own      own      own      own      own
end       own      own          own      own      own      own      own
function  own      own          own      own      own      command  own
chord     own      own          own      own      own      command  own
whole     own      own          own      own      own      own      own
editing   own      own          own      own      own      own      own
sending   closed   closed       own      closed   own      own      own
written   own      own          own      own      own      own      own

          asking   history  lines
letter    typed    typed    its
capital   typed    typed    its
sign      typed    typed    its
digit     typed    typed    its
beyond    typed    typed    its
sequence  typed    typed    its
Enter     own      its      its
Tab       own      own      its
Space     typed    typed    its
Esc       closed   closed   closed
arrow     own      own      its
end       own      own      its
function  own      own      its
chord     own      own      its
whole     own      own      its
editing   own      own      its
sending   own      its      its
written   own      own      its
"""
"""command: the command of the key ran, and only that. typed: the character stands in the field. closed: the sheet went.
own: no command and no character; an arrow moves what has the focus, a chord edits, or nothing happens. its: closed or
own, since what stands in it comes a moment later."""

ALIKE = {
    "list": "drafts outbox found everyone segment peek",
    "conversation": "profile focus",
    "search": "find tags",
    "composing": "seeking",
    "settings": "counts",
    "asking": "merge new",
    "lines": "same promises owed",
}
"""Panes in which every key does as in that of the table; "asking" and "lines" are names for nothing else."""


def read_table() -> dict[str, dict[str, str]]:
    """Pane -> kind of key -> effect."""
    effects: dict[str, dict[str, str]] = {}
    for half in TABLE.strip("\n").split("\n\n"):
        head, *lines = half.splitlines()
        for at, pane in enumerate(head.split(), 1):
            effects[pane] = {line.split()[0]: line.split()[at] for line in lines}
    for pane, others in ALIKE.items():
        effects |= dict.fromkeys(others.split(), effects[pane])
    return {pane: kinds for pane, kinds in effects.items() if pane not in ("asking", "lines")}


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as desk:
        desk.window.resize(1440, 900)
        desk.sees(lambda: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
        desk.sees(desk.window.conversation.isVisible)
        made = Room(desk)
        made.note_commands()
        yield made


@pytest.fixture
def first_room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """Before there is a place: the welcome page."""
    with running(tmp_path / "new", qtbot) as desk:
        desk.sees(lambda: desk.window.frame.page is not None)
        made = Room(desk)
        made.note_commands()
        yield made


def what_differs(room: Room, panes: list[str], expects: Callable[[str, str, str], str]) -> list[str]:
    """Presses every key of the scheme in these panes. `expects(pane, kind, key)` is an effect of the table."""
    tables = room.desk.opening.keys.base.bindings.values()
    bound = {" ".join(strokes): id for table in tables for strokes, id in table.items()}
    wrong: list[str] = []
    for pane in panes:
        for key, command in bound.items():
            expected = expects(pane, kind_of(key), key)
            room.stand_in(pane)
            found = room.effect_of(key, pane)
            if found not in {"command": {f"command {[command]}"}, "its": {"own", "closed"}}.get(expected, {expected}):
                wrong.append(f"{pane}: {key}: {found}, not {expected}")
    room.leave_sheets()
    return wrong


every_scheme = pytest.mark.parametrize("scheme", list(keymap.TITLES))


@every_scheme
def test_every_key_does_in_every_pane_what_the_table_says(room: Room, scheme: str) -> None:
    room.desk.opening.keys.change(OwnKeys(scheme))
    effects = read_table()
    panes = [pane for pane in effects if pane != "page"]
    assert what_differs(room, panes, lambda pane, kind, key: effects[pane][kind]) == []


@every_scheme
def test_every_key_does_on_the_welcome_page_what_the_table_says(first_room: Room, scheme: str) -> None:
    keys = first_room.desk.opening.keys
    keys.change(OwnKeys(scheme))
    heard = {" ".join(strokes) for strokes in keys.base.bindings["page"]}
    effects = read_table()["page"]

    def expects(pane: str, kind: str, key: str) -> str:
        return "own" if effects[kind] == "command" and key not in heard else effects[kind]

    assert what_differs(first_room, ["page"], expects) == []


def test_without_single_letter_keys_letters_do_nothing_and_chords_stay(room: Room) -> None:
    room.desk.opening.desk.router.single_keys = False
    effects = read_table()

    def expects(pane: str, kind: str, key: str) -> str:
        return "own" if kind in ("letter", "capital", "sign", "digit", "beyond", "sequence") else effects[pane][kind]

    assert what_differs(room, ["list", "conversation", "sidebar"], expects) == []


def test_the_table_knows_every_kind_of_key(room: Room) -> None:
    schemes = room.desk.opening.keys.schemes.values()
    bound = [" ".join(strokes) for one in schemes for table in one.bindings.values() for strokes in table]
    assert all(set(effects) >= {kind_of(key) for key in bound} for effects in read_table().values())
