"""Keys are lines of `resources/keymap.toml`: scheme, where, key = command.

Notation: "E" is the typed letter e; "Shift+S" the letter with Shift; "?" the typed sign whatever keys make it;
"Ctrl+K" a chord (Cmd on a Mac); "G I" two keys within 900 ms; "Enter", "Esc", "Tab", "F6" by name. Where: `window`
(anywhere but in text fields for single keys), `list`, `composer` (while writing), `page` (the welcome page, where the
conversations behind it hear no key).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from inbox.core.errors import Refused

SCHEME = "parlour"
FILE = "keymap.toml"
"""In the profile's folder: keys of one's own, laid over the shipped ones."""
SEQUENCE_MS = 900
WHERES = ("composer", "list", "window", "page")


@dataclass(frozen=True, slots=True)
class Keymap:
    """`bindings[where][keys]` is a command id; `keys` is a tuple of strokes."""

    bindings: dict[str, dict[tuple[str, ...], str]]

    def find(self, strokes: tuple[str, ...], wheres: tuple[str, ...]) -> tuple[str, bool]:
        """(command id or "", whether a longer sequence begins so) looking at the innermost `where` first."""
        longer = False
        for where in wheres:
            table = self.bindings.get(where, {})
            if strokes in table:
                return table[strokes], False
            longer = longer or any(keys[: len(strokes)] == strokes for keys in table)
        return "", longer

    def keys_of(self, command: str) -> list[str]:
        """Every key of a command, as written in the file."""
        found = (" ".join(keys) for table in self.bindings.values() for keys, id in table.items() if id == command)
        return list(dict.fromkeys(found))

    def with_own(self, own: Keymap) -> Keymap:
        """These keys, and those of `own` over them; a key that means nothing there is free."""
        wheres = {*self.bindings, *own.bindings}
        both = {where: self.bindings.get(where, {}) | own.bindings.get(where, {}) for where in wheres}
        return Keymap({where: {keys: id for keys, id in table.items() if id} for where, table in both.items()})


def in_force(shipped: Path, own: Path, commands: set[str]) -> tuple[Keymap, str]:
    """The shipped keys with the person's own file over them, where there is one; and what is wrong with that file.

    A file that cannot be used changes nothing.
    """
    keys = load(shipped, commands)[SCHEME]
    if not own.exists():
        return keys, ""
    try:
        return keys.with_own(load(own, commands, own=True).get(SCHEME, Keymap({}))), ""
    except Refused as error:
        return keys, f"{error} Until {own.name} is mended, the usual keys are used."


def load(path: Path, commands: set[str], *, own: bool = False) -> dict[str, Keymap]:
    """All schemes. Raises Refused with one sentence when the file is broken or names an unknown command.

    In a file of one's `own` a key may mean "", which frees it.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(f"The keymap {path.name} cannot be read: {error}.") from error
    known = commands | {""} if own else commands
    return {scheme: _scheme(scheme, table, known) for scheme, table in data.items()}


def _scheme(scheme: str, table: object, commands: set[str]) -> Keymap:
    bindings: dict[str, dict[tuple[str, ...], str]] = {}
    if not isinstance(table, dict):
        raise Refused(f"In the keymap, [{scheme}] must hold tables such as [{scheme}.window].")
    for where, keys in table.items():
        if where not in WHERES or not isinstance(keys, dict):
            raise Refused(f"In the keymap, [{scheme}.{where}] is none of {', '.join(WHERES)}.")
        for key, id in keys.items():
            if not isinstance(id, str) or id not in commands:
                raise Refused(f"In the keymap, {key} names {id}, which is no command.")
            bindings.setdefault(where, {})[tuple(key.split(" "))] = id
    return Keymap(bindings)


def shown(key: str, *, mac: bool) -> str:
    """A key as a person reads it: "Ctrl ⏎", on a Mac "⌘ ⏎"."""
    names = {"Enter": "↵", "Shift": "⇧", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    if mac:
        names |= {"Ctrl": "⌘", "Alt": "⌥"}
    return " ".join(" ".join(names.get(part, part) for part in _split(stroke)) for stroke in key.split(" "))


def _split(stroke: str) -> list[str]:
    if stroke == "+" or not stroke:
        return [stroke]
    parts = stroke.split("+")
    return [*parts[:-2], "+"] if stroke.endswith("++") else parts
