"""Keys are lines of `resources/keymap.toml`: scheme, where, key = command.

Notation: "E" is the typed letter e; "Shift+S" the letter with Shift; "?" the typed sign whatever keys make it;
"Ctrl+K" a chord (Cmd on a Mac); "G I" two keys within 900 ms; "Enter", "Esc", "Tab", "F6" by name. Where: `window`
(anywhere but in text fields for single keys), `list`, `composer` (while writing). What stands under `every` is in each
scheme, unless the scheme gives the key another meaning, or none (""). On a page that hides the conversations (welcome)
only the commands of `ON_A_PAGE` hear their keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inbox.core.errors import Refused

SCHEME = "parlour"
EVERY = "every"
TITLES = {"parlour": "Parlour", "gmail": "Gmail-like", "superhuman": "Superhuman-like"}
FILE = "keymap.toml"
SEQUENCE_MS = 900
WHERES = ("composer", "list", "window")
ON_A_PAGE = frozenset(
    {
        "navigate.back",
        "navigate.next_pane",
        "navigate.previous_pane",
        *(
            f"app.{name}"
            for name in ("search", "palette", "keys", "settings", "change_keys", "theme", "contrast", "quit")
        ),
        *(f"app.{name}" for name in ("larger", "smaller", "normal_size")),
    }
)
MODIFIERS = ("Ctrl", "Alt", "Shift")
NAMES = (
    *("Enter", "Esc", "Tab", "Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown"),
    *("Delete", "Backspace"),
    *(f"F{number}" for number in range(1, 13)),
)
_MEANT = {name.casefold(): name for name in (*NAMES, *MODIFIERS)} | {
    "cmd": "Ctrl",
    "control": "Ctrl",
    "option": "Alt",
    "return": "Enter",
    "escape": "Esc",
}
Strokes = tuple[str, ...]
Table = dict[Strokes, str]


@dataclass(frozen=True, slots=True)
class Keymap:
    """`bindings[where][strokes]` is a command id."""

    bindings: Mapping[str, Table]

    def find(self, strokes: Strokes, wheres: tuple[str, ...]) -> tuple[str, bool]:
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

    def home_of(self, command: str) -> str:
        """Where a key of this command belongs: where it has one, else anywhere in the window."""
        homes = (where for where, table in self.bindings.items() if where in WHERES and command in table.values())
        return next(homes, "window")


def keymap_of(bindings: Mapping[str, Table]) -> Keymap:
    """Only what means something, and the part of it that is heard on a page."""
    heard = {where: {keys: id for keys, id in table.items() if id} for where, table in bindings.items()}
    page = {keys: id for keys, id in heard.get("window", {}).items() if id in ON_A_PAGE}
    return Keymap(heard | {"page": page})


def load(path: Path, commands: set[str]) -> dict[str, Keymap]:
    """All schemes. Raises Refused with one sentence when the file is broken or names an unknown command."""
    data = parsed(path)
    every = tables(data.pop(EVERY, {}), commands, EVERY)
    schemes: dict[str, Keymap] = {}
    for scheme, given in data.items():
        own = tables(given, commands, scheme)
        # Its own keys come first: the first key of a command is the one that is shown, J rather than an arrow.
        both = {where: own.get(where, {}) | every.get(where, {}) | own.get(where, {}) for where in WHERES}
        schemes[scheme] = keymap_of(both)
    return schemes


def parsed(path: Path) -> dict[str, object]:
    """Raises Refused with one sentence when it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(f"The keymap {path.name} cannot be read: {error}.") from error


def tables(given: object, commands: Iterable[str], called: str) -> dict[str, Table]:
    """`{where: {strokes: command id or ""}}` of a part of a file that is `called` so."""
    known = {*commands, ""}
    found: dict[str, Table] = {}
    if not isinstance(given, dict):
        raise Refused(f"In the keymap, [{called}] must hold tables such as [{called}.window].")
    for where, keys in given.items():
        if where not in WHERES or not isinstance(keys, dict):
            raise Refused(f"In the keymap, [{called}.{where}] is none of {', '.join(WHERES)}.")
        for key, id in keys.items():
            if not isinstance(id, str) or id not in known:
                raise Refused(f"In the keymap, {key} names {id}, which is no command.")
            found.setdefault(where, {})[strokes_of(key)] = id
    return found


def strokes_of(key: str) -> Strokes:
    """ "g i" is ("G", "I"), "cmd+enter" is ("Ctrl+Enter",). Raises Refused when it is no key."""
    found = tuple(_stroke(part) for part in key.split())
    if not found or "" in found:
        raise Refused(f"In the keymap, “{key}” is no key. Write it like E, Shift+S, Ctrl+K or G I.")
    return found


def _stroke(written: str) -> str:
    *before, name = _split(written)
    held = [_MEANT.get(one.casefold(), "") for one in before]
    if any(one not in MODIFIERS for one in held) or len(set(held)) < len(held):
        return ""
    if len(name) == 1:
        return stroke_of(held, capital(name))
    known = _MEANT.get(name.casefold(), "")
    return stroke_of(held, known) if known in NAMES else ""


def stroke_of(held: Iterable[str], name: str) -> str:
    """With its modifiers in one order; a sign is itself, whether Shift makes it or not."""
    is_sign = len(name) == 1 and not name.isalpha()
    order = ("Meta", *MODIFIERS)
    return "+".join([*(one for one in order if one in held and not (one == "Shift" and is_sign)), name])


def capital(letter: str) -> str:
    """A letter as keys are named; ß has no capital of one letter and stays."""
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


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
