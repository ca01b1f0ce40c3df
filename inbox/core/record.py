"""Everything that is kept about one person, as it is given out at their wish. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is kept, as a table. Times are RFC 3339, in UTC."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """`sections` that are empty are there too: that nothing is kept is an answer."""

    name: str
    made_at: str
    sections: tuple[Section, ...]
