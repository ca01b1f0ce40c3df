"""Kill -9 and a spoiled network against the outbox: `python -m tests.outbox_harness [--runs N] [--seed S]`.

Replies are queued and delivered by a process that dies at each named fault point in turn and by SIGKILL at random,
while a proxy drops, cuts, delays and falsifies what goes to the server. The oracle is the server's own ledger. At the
end a person who looks there answers whatever asks. Exits 1 when the promise is broken: something lost, doubled, or
called sent that is not there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from inbox.core.faultpoints import EXIT_CODE, POINTS, VARIABLE
from tests.outbox_harness.oracles import LIKED, LedgerOracle, WordPressBlog, Words
from tests.outbox_harness.server import LedgerServer
from tests.servers.fault_proxy import HOSTILE, Fault, FaultProxy

ROOT = Path(__file__).resolve().parents[2]
LATE_S = 0.4
"""In the world's time; on the hurried clock of the fake network it is 8 s, well under the 30 s that it declares."""
ROUNDS_AT_THE_END = 40


@dataclass
class Figures:
    queued: int = 0
    kills: int = 0
    starts: int = 0
    reached: set[str] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    dropped: int = 0
    lost: list[Words] = field(default_factory=list)
    doubled: list[Words] = field(default_factory=list)
    false_sent: list[Words] = field(default_factory=list)
    swallowed: list[Words] = field(default_factory=list)
    shown_wrongly: list[Words] = field(default_factory=list)
    unfinished: int = 0

    @property
    def broken(self) -> bool:
        wrong = (self.lost, self.doubled, self.false_sent, self.swallowed, self.shown_wrongly)
        return any(wrong) or self.unfinished > 0


class Oracle(Protocol):
    """The real server's own store."""

    environment: Mapping[str, str]

    def program(self, proxy: FaultProxy, profile: Path, arguments: Sequence[str]) -> list[list[str]]:
        """The commands that do one step of `runner.py`; the first is the one that may be killed, the last one says."""

    def stands(self) -> list[Words]: ...


class Harness:
    """One run: a profile, a server behind a proxy, and the process that is killed."""

    def __init__(self, folder: Path, oracle: Oracle, proxy: FaultProxy, seed: int) -> None:
        self._folder = folder
        self._oracle = oracle
        self._proxy = proxy
        self._dice = random.Random(seed)
        self.figures = Figures()
        self.rows: list[dict[str, str]] = []
        self.shown: list[tuple[str, str, list[str]]] = []

    def run(self, replies: int, random_kills: int, repeats: int) -> Figures:
        calm, self._proxy.calm = self._proxy.calm, True
        self._start("setup")
        self._proxy.calm = calm
        wanted = self._wanted(replies)
        self.figures.queued = len(wanted)
        self._queue(wanted)
        for count in range(1, repeats + 1):
            for point in POINTS:
                if point.startswith("recognise."):
                    self._start("sync", die_at=f"{point}:{count}")
                elif not point.startswith("queue."):
                    self._start("deliver", "1.5", die_at=f"{point}:{count}")
            self._start("sync")
        for number in range(random_kills):
            self._start("deliver", "3", kill_after_s=self._dice.uniform(0.6, 2.5))
            if number % 3 == 2:
                self._start("sync", kill_after_s=self._dice.uniform(0.5, 1.5))
        self._proxy.calm = True
        self._finish()
        self._judge(wanted)
        return self.figures

    def _wanted(self, replies: int) -> list[Words]:
        targets: dict[str, list[str]] = {}
        for place, target, _ in self.shown:
            targets.setdefault(place, []).append(target)
        answered = [place for place in targets if place != LIKED]
        places = [self._dice.choice(answered) for _ in range(replies)]
        wanted = [
            (place, self._dice.choice(targets[place]), f"Answer number {number}: thank you, \u00e9t\u00e9 & all.")
            for number, place in enumerate(places)
        ]
        # The same short text to the same person, twice on purpose: sent twice, or asked; never swallowed.
        wanted += [(place, target, "Thanks!") for place in answered for target in targets[place][:2] for _ in range(2)]
        wanted += [(LIKED, target, "") for target in targets.get(LIKED, ())]
        self._dice.shuffle(wanted)
        return wanted

    def _queue(self, wanted: list[Words]) -> None:
        file = self._folder / "wanted.jsonl"
        lines = [json.dumps([place, target, text]) for place, target, text in wanted]
        points = [f"{point}:{count}" for point in POINTS if point.startswith("queue.") for count in (1, 7)]
        for number, point in enumerate(points, 1):
            part = lines[: len(lines) * number // (len(points) + 1)]
            file.write_text("\n".join(part), encoding="utf-8")
            self._start("queue", str(file), die_at=point)
        file.write_text("\n".join(lines), encoding="utf-8")
        self._start("queue", str(file), kill_after_s=self._dice.uniform(0.8, 1.6))
        self._start("queue", str(file))

    def _finish(self) -> None:
        """The network is good again. Rounds go on until nothing is open, a person answering what asks."""
        there = self._folder / "there.json"
        for _ in range(ROUNDS_AT_THE_END):
            self._start("deliver", "20")
            open_now = [row for row in self.rows if row["state"] not in ("sent", "cancelled")]
            if not open_now:
                return
            there.write_text(json.dumps(self._oracle.stands(), ensure_ascii=False), encoding="utf-8")
            self._start("answer", str(there))

    def _start(self, *arguments: str, die_at: str = "", kill_after_s: float | None = None) -> None:
        commands = self._oracle.program(self._proxy, self._folder / "profile", arguments)
        for number, command in enumerate(commands):
            is_first = number == 0
            said = self._process(command, die_at if is_first else "", kill_after_s if is_first else None)
            if said is not None:
                self._note(said)

    def _process(self, command: list[str], die_at: str, kill_after_s: float | None) -> str | None:
        """What it said; None for one that was killed."""
        environment = {**os.environ, **self._oracle.environment, "PYTHONPATH": str(ROOT)}
        if die_at:
            environment[VARIABLE] = die_at
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.figures.starts += 1
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            process.kill()
        said, complained = process.communicate(timeout=300)
        if process.returncode in (EXIT_CODE, -9) or (kill_after_s is not None and process.returncode == 1):
            self.figures.kills += 1
            if die_at:
                self.figures.reached.add(die_at.partition(":")[0])
            return None
        # `deliver` and `sync` of the program exit with 1 when something is stuck, and say so in a sentence.
        if process.returncode not in (0, 1) or "Traceback" in complained:
            raise SystemExit(f"{' '.join(command)} failed ({process.returncode}):\n{complained}")
        return said

    def _note(self, said: str) -> None:
        lines = said.splitlines()
        if not any(line.startswith("shown ") for line in lines):
            return
        self.rows = [json.loads(line[6:]) for line in lines if line.startswith("state ")]
        self.shown = [json.loads(line[6:]) for line in lines if line.startswith("shown ")]
        self.figures.dropped += sum(line.startswith("dropped ") for line in lines)
        self.figures.asked |= {int(row["id"]) for row in self.rows if row["state"] == "needs_you"}

    def _judge(self, wanted: list[Words]) -> None:
        figures = self.figures
        stands = Counter(self._oracle.stands())
        of = {state: Counter[Words]() for state in ("waiting", "sending", "unsure", "needs_you", "sent", "cancelled")}
        for row in self.rows:
            if not (row["state"] == "cancelled" and row["reason"].startswith("Sent again")):
                of[row["state"]][row["place"], row["target"], row["text"]] += 1
        figures.unfinished = sum(of[state].total() for state in ("waiting", "sending", "unsure", "needs_you"))
        for words, count in Counter(wanted).items():
            known = sum(each[words] for each in of.values())
            if known < count:
                figures.lost.append(words)
            if stands[words] > count:
                figures.doubled.append(words)
            if of["sent"][words] > stands[words]:
                figures.false_sent.append(words)
            if of["sent"][words] + of["cancelled"][words] != count and not figures.unfinished:
                figures.swallowed.append(words)
        shown = Counter((place, target, text) for place, target, texts in self.shown for text in texts)
        figures.shown_wrongly += [words for words in set(wanted) if words[2] and shown[words] != of["sent"][words]]


def table(figures: Figures, proxy: FaultProxy, seconds: float) -> str:
    spoiled = sum(count for fault, count in proxy.counted().items() if fault is not Fault.ANSWER)
    never = sorted(set(POINTS) - figures.reached)
    lines = [
        ("queued", figures.queued),
        ("processes started", figures.starts),
        ("of these killed", figures.kills),
        ("requests spoiled", spoiled),
        ("lost", len(figures.lost)),
        ("doubled", len(figures.doubled)),
        ("called sent, not there", len(figures.false_sent)),
        ("swallowed", len(figures.swallowed)),
        ("shown wrongly", len(figures.shown_wrongly)),
        ("asked the person", len(figures.asked)),
        ("dropped by the person", figures.dropped),
        ("still open", figures.unfinished),
        ("seconds", round(seconds)),
    ]
    out = [f"{name:24}{value:8}" for name, value in lines]
    out += [f"  {count:5} {fault}" for fault, count in sorted(proxy.counted().items())]
    if never:
        out.append(f"fault points at which no process died: {', '.join(never)}")
    for name in ("lost", "doubled", "false_sent", "swallowed", "shown_wrongly"):
        out += [f"{name}: {words}" for words in getattr(figures, name)]
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.outbox_harness", description=__doc__)
    parser.add_argument("--runs", type=int, default=200, help="replies to queue")
    parser.add_argument("--kills", type=int, default=20, help="random SIGKILLs, besides those at the fault points")
    parser.add_argument(
        "--repeats", type=int, default=3, help="at which hits of each fault point the process dies: 1 to N"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--network", choices=["fake", "wordpress"], default="fake")
    parser.add_argument("--whole-program", action="store_true", help="with wordpress: main.py itself, nothing hurried")
    options = parser.parse_args()
    if options.network == "wordpress":
        with WordPressBlog(ROOT, whole_program=options.whole_program) as blog:
            return _measure(options, blog, blog.port)
    with LedgerServer() as server:
        return _measure(options, LedgerOracle(server), server.port)


def _measure(options: argparse.Namespace, oracle: Oracle, port: int) -> int:
    began = time.monotonic()
    # The program signs in once; elsewhere a person signs in again before each round.
    weights = dict(HOSTILE) if options.whole_program else {**HOSTILE, Fault.SIGN_IN: 1}
    with (
        tempfile.TemporaryDirectory(prefix="outbox-harness-") as folder,
        FaultProxy("127.0.0.1", port, options.seed, weights, late_s=LATE_S) as proxy,
    ):
        harness = Harness(Path(folder), oracle, proxy, options.seed)
        figures = harness.run(options.runs, options.kills, options.repeats)
        print(f"seed {options.seed}")
        print(table(figures, proxy, time.monotonic() - began))
    return 1 if figures.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
