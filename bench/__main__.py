"""`python -m bench [--size N] [--json FILE]`: each question at N messages and at a tenth, beside plain SQLite."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.acting import Acting
from bench.filling import fill
from bench.questions import Question, questions
from bench.timing import in_turns
from inbox.store.database import close, connect, reading, version
from inbox.store.reading import Reader

_Figures = tuple[float, float, float, Question]
"""Ours (lower quartile, 99th percentile) and raw (lower quartile) in milliseconds, and what was asked."""


@dataclass(frozen=True, slots=True)
class Result:
    """Times in milliseconds; `small` is at a tenth of the messages. `holds`: within ratio and growth, or `spare_ms`."""

    name: str
    small: float
    ours: float
    p99: float
    raw: float
    ratio: float
    may_ratio: float
    growth: float
    may_growth: float
    spare_ms: float
    holds: bool


def _result(small: float, figures: _Figures) -> Result:
    ours, p99, raw, one = figures
    ratio, growth = ours / raw, ours / small
    holds = ours <= one.ratio * raw + one.spare_ms and ours <= one.growth * small + one.spare_ms
    return Result(one.name, small, ours, p99, raw, ratio, one.ratio, growth, one.growth, one.spare_ms, holds)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="messages in the larger file (default 100000)")
    parser.add_argument("--json", type=Path, help="write the results there as well")
    parser.add_argument("--only", default="", help="questions whose name contains this")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-bench-") as folder:
        small, large = (_measure(Path(folder), size, asked.only) for size in (asked.size // 10, asked.size))
    results = [_result(small[name][0], figures) for name, figures in large.items()]
    print(_table(results, asked.size))
    if asked.json:
        asked.json.write_text(json.dumps({"size": asked.size, "results": [asdict(one) for one in results]}, indent=1))
    return 0


def _measure(folder: Path, size: int, only: str) -> dict[str, _Figures]:
    path = folder / str(size) / "parlour.sqlite"
    fill(path, size)
    print(f"{size:,} messages in {path.stat().st_size / 1e6:.0f} MB, SQLite {version()}", file=sys.stderr)
    conn, raw = reading(path), connect(path, read_only=True)
    found: dict[str, _Figures] = {}
    try:
        with conn.begin():
            raw.execute("BEGIN")
            for one in questions(Reader(conn), raw):
                if only in one.name:
                    found[one.name] = _asked(one)
            raw.execute("ROLLBACK")
    finally:
        close(conn)
        raw.close()
    acting = Acting(path.parent)
    try:
        one = acting.question()
        if only in one.name:
            found[one.name] = _asked(one)
    finally:
        acting.close()
    return found


def _asked(one: Question) -> _Figures:
    ours, theirs = in_turns(one.ours, one.raw)
    return ours.usual, ours.p99, theirs.usual, one


def _table(results: list[Result], size: int) -> str:
    lines = [
        f"{'':<40} {size // 10:>9,} {size:>9,} {'p99':>8} {'raw':>8} {'ours/raw':>13} {'growth':>13} {'spare':>6}  (ms)"
    ]
    for one in results:
        lines.append(
            f"{one.name:<40} {one.small:>9.3f} {one.ours:>9.3f} {one.p99:>8.3f} {one.raw:>8.3f}"
            f" {one.ratio:>6.2f} (≤{one.may_ratio:.1f}) {one.growth:>6.2f} (≤{one.may_growth:.1f}) {one.spare_ms:>6.1f}"
            f"{'' if one.holds else '  < too slow'}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
