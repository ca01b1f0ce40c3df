"""Keys of one's own: `keymap.toml` in the folder of the profile, laid over the scheme that it names.

    scheme = "gmail"

    [keys.window]
    "Y" = "triage.done"
    "E" = ""                # a key taken away

Everything here is plain values; only `read` and `write` touch the file.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from inbox.commands.keymap import SCHEME, WHERES, Keymap, Strokes, Table, keymap_of, parsed, shown, strokes_of, tables
from inbox.core.errors import Refused, StoreError

HEAD = """# Keys of your own. They lie over the scheme that is named here; "" takes a key away.
# Parlour writes this file when you change keys, and leaves your comments where they are.
"""
SET_ASIDE = "keymap.before.toml"


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """`keys[where][strokes]` is a command id, or "" for a key of the scheme that was taken away."""

    scheme: str = SCHEME
    keys: Mapping[str, Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that cannot stay as it is when another one is given."""

    where: str
    keys: Strokes
    command: str


def read(path: Path, schemes: Mapping[str, Keymap], commands: set[str]) -> tuple[OwnKeys, str]:
    """What the file says, and what is wrong with it, as a sentence; then the scheme is used as it ships."""
    if not path.exists():
        return OwnKeys(), ""
    scheme = SCHEME
    try:
        data = parsed(path)
        named = data.pop("scheme", SCHEME)
        if not isinstance(named, str) or named not in schemes:
            raise Refused(f"In {path.name}, scheme is none of {', '.join(schemes)}.")
        scheme = named
        keys = tables(data.pop("keys", {}), commands, "keys")
        if data:
            raise Refused(f"In {path.name}, {next(iter(data))} is neither scheme nor [keys.window].")
        for table in keys.values():
            _see_that_all_are_heard(table)
    except Refused as error:
        return OwnKeys(scheme), f"{error} Until {path.name} is mended, the keys are those that ship with Parlour."
    return OwnKeys(scheme, keys), ""


def _see_that_all_are_heard(table: Table) -> None:
    meant = [keys for keys, id in table.items() if id]
    for keys in table:
        if unusable(keys):
            raise Refused(f"In the keymap, {' '.join(keys)} cannot be used: {unusable(keys)}")
    for short in meant:
        for long in meant:
            if short != long and long[: len(short)] == short:
                raise Refused(f"In the keymap, {' '.join(short)} begins {' '.join(long)}, which would never be heard.")


def unusable(keys: Strokes) -> str:
    """Why nobody should give these keys away, as a sentence; "" when they may be used."""
    if "Esc" in keys:
        return "Esc always goes one level out."
    if any(one.split("+")[-1] == "Tab" for one in keys):
        return "Tab moves between fields, for those who need it."
    if any(one.startswith("Alt+") and one[-1].isalpha() and len(one.split("+")[-1]) == 1 for one in keys):
        return "Alt with a letter types accents or opens menus on many keyboards."
    return ""


def laid_over(base: Keymap, own: OwnKeys) -> Keymap:
    """The scheme with one's own keys over it; what they would keep from being heard goes."""
    both: dict[str, Table] = {}
    for where in WHERES:
        mine = own.keys.get(where, {})
        meant = [keys for keys, id in mine.items() if id]
        kept = {
            keys: id
            for keys, id in base.bindings.get(where, {}).items()
            if not any(_in_the_way(keys, other) for other in meant)
        }
        both[where] = mine | kept | mine  # own keys first: the first one is shown
    return keymap_of(both)


def _in_the_way(one: Strokes, other: Strokes) -> bool:
    """One begins the other; the same keys are not meant."""
    short = min(len(one), len(other))
    return one != other and one[:short] == other[:short]


def clashes(keymap: Keymap, where: str, keys: Strokes, command: str) -> list[Clash]:
    """What `keys` mean now, which longer ones they would block, and which shorter one would be heard before them."""
    heard_with_it = [where] if where == "window" else [where, "window"]
    found = [
        Clash(there, other, id)
        for there in heard_with_it
        for other, id in keymap.bindings.get(there, {}).items()
        if (other == keys and there == where and id != command) or _in_the_way(other, keys)
    ]
    return sorted(found, key=lambda one: (len(one.keys) > len(keys), len(one.keys)))


def what_clashes(found: list[Clash], keys: Strokes, titles: Mapping[str, str], *, mac: bool) -> str:
    """One sentence about the first of them, which is the one that matters most."""

    def named(one: Strokes) -> str:
        return shown(" ".join(one), mac=mac)

    first = found[0]
    title, longer = titles.get(first.command, first.command), [one for one in found if len(one.keys) > len(keys)]
    if first.keys == keys:
        return f"{named(keys)} is “{title}” now."
    if first not in longer:
        return f"{named(first.keys)} is “{title}” now, and would be heard before {named(keys)}."
    more = f" and {len(longer) - 1} more" if len(longer) > 1 else ""
    return f"{named(keys)} begins {named(first.keys)} (“{title}”){more}, which would not be heard any more."


def home(own: OwnKeys, base: Keymap, command: str) -> str:
    """Where a key that is given to the command will be heard: where it has one now, or had one in the scheme."""
    now = laid_over(base, own)
    return now.home_of(command) if now.keys_of(command) else base.home_of(command)


def give(own: OwnKeys, base: Keymap, command: str, keys: Strokes, *, instead_of: Strokes = ()) -> OwnKeys:
    """`keys` run `command`, instead of another key of it or beside them all; whatever clashes loses its key."""
    now, where = laid_over(base, own), home(own, base, command)
    if instead_of and instead_of != keys:
        own = take(own, base, where, instead_of)
    for clash in clashes(now, where, keys, command):
        own = take(own, base, clash.where, clash.keys)
    table = dict(own.keys.get(where, {}))
    if base.bindings.get(where, {}).get(keys) == command:
        table.pop(keys, None)
    else:
        table[keys] = command
    return _with(own, where, table)


def take(own: OwnKeys, base: Keymap, where: str, keys: Strokes) -> OwnKeys:
    """The keys mean nothing there any more; Esc and Tab are nobody's to take."""
    if unusable(keys):
        return own
    table = dict(own.keys.get(where, {}))
    if keys in base.bindings.get(where, {}):
        table[keys] = ""
    else:
        table.pop(keys, None)
    return _with(own, where, table)


def as_shipped(own: OwnKeys, base: Keymap, command: str) -> OwnKeys:
    """The command has the keys of the scheme again, whoever has them now, and no others."""
    where = base.home_of(command)
    its = [keys for keys, id in base.bindings.get(where, {}).items() if id == command]
    table = {
        keys: id
        for keys, id in own.keys.get(where, {}).items()
        if id != command and keys not in its and not (id and any(_in_the_way(keys, one) for one in its))
    }
    return _with(own, where, table)


def _with(own: OwnKeys, where: str, table: Table) -> OwnKeys:
    keys = {name: one for name, one in {**own.keys, where: table}.items() if one}
    return replace(own, keys=keys)


def write(path: Path, own: OwnKeys, *, afresh: bool) -> None:
    """Into the file, whole or not at all, with the person's comments. `afresh`: the file there cannot be used; it is
    set aside under another name and a new one begun. Raises StoreError."""
    import tomlkit  # not before somebody changes a key: it is large
    from tomlkit.items import KeyType, SingleKey

    try:
        if afresh and path.exists():
            path.replace(path.with_name(SET_ASIDE))
        document = tomlkit.parse(path.read_text("utf-8") if path.exists() else HEAD)
        document["scheme"] = own.scheme
        keys = document.setdefault("keys", tomlkit.table(is_super_table=True))
        for where in WHERES:
            wanted = dict(own.keys.get(where, {}))
            if where in keys or wanted:
                table = keys.setdefault(where, tomlkit.table())
                _fit(table, wanted)
                for new, id in wanted.items():
                    table.append(SingleKey(" ".join(new), KeyType.Basic), id)
        part = path.with_suffix(".part")
        part.write_text(tomlkit.dumps(document), "utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        why = f"The keys could not be written to {path} ({error.strerror}). They hold until you quit."
        raise StoreError(why) from error


def _fit(table: MutableMapping[str, object], wanted: Table) -> None:
    """Lines that still hold stay as they were written, the others change or go; what is new is left in `wanted`."""
    for written in list(table):
        id = wanted.pop(strokes_of(written), None)
        if id is None:
            del table[written]
        elif table[written] != id:
            table[written] = id
