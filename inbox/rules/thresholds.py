"""Every number from which a conclusion about a conversation or a person is drawn.

Their home is `resources/thresholds.toml`, with the sentence that explains each; what the user set holds over it. The
values written here hold where no file was read (tests keep the two equal).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Final

from inbox.rules.worth import DEFAULT_POINTS, WorthPoints

SETTING: Final = "counts:"
"""Settings "counts:worth.question" hold what the user changed, as whole numbers."""
SECTIONS: Final = ("worth", "stages", "segments", "steps")
_KEYS = {"is", "from", "to", "in", "says"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number as the page "What counts" shows it. `key` is "section.name"."""

    key: str
    default: int
    least: int
    most: int
    unit: str
    says: str

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Thresholds:
    worth: WorthPoints = DEFAULT_POINTS
    acquaintance_exchanges: int = 1
    regular_exchanges: int = 3
    regular_conversations: int = 2
    new_face_days: int = 14
    coming_back_messages: int = 3
    coming_back_conversations: int = 2
    coming_back_days: int = 180
    supporter_gifts: int = 3
    supporter_days: int = 180
    drifting_exchanges: int = 3
    drifting_days: int = 60
    drifting_rhythm_exchanges: int = 6
    drifting_rhythm_times: int = 3
    drifting_least_days: int = 21
    drifting_most_days: int = 365
    write_exchanges: int = 2
    call_exchanges: int = 4
    call_days: int = 60
    call_declined_days: int = 90
    private_days: int = 14
    write_down_days: int = 14
    not_now_days: int = 14


DEFAULTS: Final = Thresholds()


def read_thresholds(source: str) -> tuple[Threshold, ...]:
    """What the TOML text says, in its order. ValueError, with a sentence, where it cannot be used."""
    try:
        sections = tomllib.loads(source)
    except tomllib.TOMLDecodeError as broken:
        raise ValueError(f"The file of thresholds cannot be read: {broken}") from broken
    read = tuple(
        _threshold(f"{section}.{name}", entry)
        for section, entries in sections.items()
        for name, entry in _table(section, entries).items()
    )
    keys = {one.key for one in read}
    if missing := sorted(_known() - keys):
        raise ValueError(f"The file of thresholds says nothing of {missing[0]}.")
    if unknown := sorted(keys - _known()):
        raise ValueError(f"The file of thresholds has “{unknown[0]}”, which nothing counts by.")
    return read


def values_of(thresholds: tuple[Threshold, ...]) -> dict[str, int]:
    """The defaults by key."""
    return {one.key: one.default for one in thresholds}


def in_force(base: Mapping[str, int], own: Mapping[str, str]) -> Thresholds:
    """`base`: of the file, by key; `own`: the user's, by key, over it. What is no number there counts as not said."""
    values = dict(base)
    for key, text in own.items():
        if key in _known() and text.strip().lstrip("-").isdecimal():
            values[key] = int(text)
    found = DEFAULTS
    points = found.worth
    for key, value in values.items():
        section, _, name = key.partition(".")
        if section == "worth":
            points = replace(points, **_of_worth(name, value))
        else:
            changed: dict[str, Any] = {name: value}
            found = replace(found, **changed)
    return replace(found, worth=points)


def is_known(key: str) -> bool:
    return key in _known()


def _of_worth(name: str, value: int) -> dict[str, Any]:
    for ending, unit in (("_hours", timedelta(hours=1)), ("_days", timedelta(days=1))):
        if name.endswith(ending):
            return {name.removesuffix(ending): value * unit}
    return {name: value}


def _known() -> set[str]:
    hours, days = ("waiting_after", "waiting_long_after"), ("falling_after", "falling_for")
    units = dict.fromkeys(hours, "_hours") | dict.fromkeys(days, "_days")
    # That something came back puts it on top of everything, which is no matter of taste.
    points = {f"worth.{field.name}{units.get(field.name, '')}" for field in fields(WorthPoints)} - {"worth.came_back"}
    return points | {f"{_SECTION_OF[field.name]}.{field.name}" for field in fields(Thresholds) if field.name != "worth"}


def _section_of(name: str) -> str:
    if name.startswith(("acquaintance", "regular")):
        return "stages"
    return "segments" if name.startswith(("new_face", "coming_back", "supporter", "drifting")) else "steps"


_SECTION_OF = {field.name: _section_of(field.name) for field in fields(Thresholds)}


def _table(section: str, entries: object) -> Mapping[str, object]:
    if section not in SECTIONS or not isinstance(entries, dict):
        raise ValueError(f"The file of thresholds has “{section}”, which is none of {', '.join(SECTIONS)}.")
    return entries


def _threshold(key: str, entry: object) -> Threshold:
    if not isinstance(entry, dict) or entry.keys() != _KEYS:
        raise ValueError(f"In the file of thresholds {key} needs is, from, to, in and says.")
    default, least, most = (entry[name] for name in ("is", "from", "to"))
    if not all(isinstance(number, int) for number in (default, least, most)) or not least <= default <= most:
        raise ValueError(f"In the file of thresholds {key} needs whole numbers, and its number between from and to.")
    return Threshold(key, default, least, most, unit=str(entry["in"]), says=str(entry["says"]))
