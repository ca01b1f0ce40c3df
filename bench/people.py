"""`python -m bench.people [--people N] [--only WORDS] [--json FILE]`: lists of people at N and at a tenth of them."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.corpus import END, MINUTE, people
from bench.timing import Work, in_turns
from inbox.core.lookup import name_key
from inbox.core.model import Stage
from inbox.core.relation import PeopleSort, Segment
from inbox.core.segments import EVERYONE, PeopleOf
from inbox.store.database import close, connect, open_writer, reading, version
from inbox.store.migrations import migrate
from inbox.store.reading import Reader

GROWTH, SPARE_MS = 1.5, 0.5
"""What ten times as many people may cost the first page."""
PAGE = 50
_STAGES = list(Stage)
_RAW = """
SELECT p.*, i.* FROM (SELECT * FROM person WHERE is_listed = 1 ORDER BY last_contact_at DESC, id LIMIT 50) p
JOIN identity i ON i.person = p.id"""


@dataclass(frozen=True, slots=True)
class Result:
    """Lower quartiles in milliseconds; `may_grow` is None for what is looked up in a lane."""

    name: str
    small: float
    large: float
    raw: float
    growth: float
    may_grow: float | None
    holds: bool


def fill(path: Path, n: int) -> None:
    """A new file with `n` people, as the store derives them, some of them tagged or drifting."""
    raw = open_writer(path)
    migrate(raw, path, END)
    rng = random.Random(n)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    names = [one.name for one in people(1000)]
    made = [(id, f"{names[id % len(names)]} {id}", rng.randrange(END), rng.randrange(5)) for id in range(1, n + 1)]
    raw.executemany(
        "INSERT INTO identity (id, person, network, look, instance, stable_id, handle, name, name_key, email, stage,"
        " messages_in) VALUES (?1, ?1, 'sample', ?2, '', ?1, ?3, ?4, ?5, ?6, ?7, 3)",
        [
            (id, "mastodon" if id % 3 else "wordpress", f"@p{id}", name, name_key(name),
             f"p{id}@mail.example" if id % 4 == 0 else "", _STAGES[rank].value)
            for id, name, _, rank in made
        ],
    )  # fmt: skip
    raw.executemany(
        "INSERT INTO person (id, name, name_key, stage, stage_rank, first_met_at, last_contact_at, waiting,"
        " waiting_worth) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (id, name, name_key(name), _STAGES[rank].value, rank, at - MINUTE * (id % 9999), at, id % 50 == 0,
             id % 90 if id % 50 == 0 else None)
            for id, name, at, rank in made
        ],
    )  # fmt: skip
    raw.execute("INSERT INTO tag (identity_id, tag) SELECT id, 'baker' FROM identity WHERE id % 20 = 0")
    raw.execute(
        "INSERT INTO person_segment SELECT 'drifting', id, '{\"why\": \"Silent.\"}' FROM person WHERE id % 10 = 0"
    )
    raw.execute("COMMIT")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def questions(reader: Reader) -> Iterator[tuple[str, Work, bool]]:
    """What, how, and whether it is asked on the interface's thread."""
    for sort in PeopleSort:
        yield (
            f"first page, by {sort}",
            lambda turn, sort=sort: reader.people_rows(reader.people_page(sort)[:PAGE]),
            True,
        )
    yield "all ids of everyone", lambda turn: reader.people_ids(EVERYONE, PeopleSort.CONTACT), False
    yield "a segment of a tenth", lambda turn: reader.people_ids(PeopleOf(Segment.DRIFTING), PeopleSort.CONTACT), False
    for typed in ("has:email is:waiting", "tag:baker -stage:stranger", "from:casti", "met:8y -has:tag"):
        yield (
            f"search: {typed}",
            lambda turn, typed=typed: reader.people_ids(PeopleOf(query=typed), PeopleSort.CONTACT),
            False,
        )
        yield f"counted: {typed}", lambda turn, typed=typed: reader.people_count(typed), False


def measure(folder: Path, n: int, only: str) -> dict[str, tuple[float, float, bool]]:
    path = folder / str(n) / "parlour.sqlite"
    fill(path, n)
    print(f"{n:,} people in {path.stat().st_size / 1e6:.0f} MB, SQLite {version()}", file=sys.stderr)
    conn, raw = reading(path), connect(path, read_only=True)
    try:
        with conn.begin():
            found: dict[str, tuple[float, float, bool]] = {}
            for name, ours, on_the_interface in questions(Reader(conn)):
                if only not in name:
                    continue
                times, beside = in_turns(ours, lambda turn: plain(raw), turns=60, seconds=0.5)
                found[name] = times.usual, beside.usual, on_the_interface
            return found
    finally:
        close(conn)
        raw.close()


def plain(raw: Any) -> object:
    return raw.execute(_RAW).fetchall()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.people", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="people in the larger file (default 100000)")
    parser.add_argument("--json", type=Path, help="write the results there as well")
    parser.add_argument("--only", default="", help="questions whose name contains this")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-bench-") as folder:
        small, large = (measure(Path(folder), size, asked.only) for size in (asked.people // 10, asked.people))
    results = [
        Result(
            name, small[name][0], ours, raw, ours / small[name][0], GROWTH if here else None,
            not here or ours <= GROWTH * small[name][0] + SPARE_MS,
        )
        for name, (ours, raw, here) in large.items()
    ]  # fmt: skip
    print(f"{'':<40} {asked.people // 10:>9,} {asked.people:>9,} {'a page raw':>11} {'growth':>13}  (ms)")
    for one in results:
        may = f"(≤{one.may_grow:.1f})" if one.may_grow is not None else "in a lane"
        print(
            f"{one.name:<40} {one.small:>9.3f} {one.large:>9.3f} {one.raw:>11.3f} {one.growth:>6.2f} {may:>9}"
            f"{'' if one.holds else '  < too slow'}"
        )
    if asked.json:
        asked.json.write_text(
            json.dumps({"people": asked.people, "results": [asdict(one) for one in results]}, indent=1)
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
