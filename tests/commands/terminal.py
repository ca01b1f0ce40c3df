"""Parlour as somebody in a terminal has it: a process of its own, what it printed, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_S

MAIN = Path(__file__).parents[2] / "main.py"

_TOGETHER = """
import contextlib, io, json, sys
from inbox.app import main
answers = []
for line in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(line)
        except SystemExit as end:
            code = end.code
    answers.append((code, out.getvalue(), err.getvalue()))
qt = [name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))]
assert not qt, f"{qt} loaded without a window"
json.dump(answers, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """What went wrong: exit 1, nothing on stdout, one line on stderr that ends as a sentence does."""
        assert self.code == 1, (self.code, self.out, self.err)
        assert not self.out, self.out
        line = self.err.strip()
        assert line, "it failed and said nothing"
        assert "\n" not in line, line
        assert line.endswith((".", "?")), line
        return line


@dataclass(frozen=True, slots=True)
class Terminal:
    """`always` goes before every command."""

    profile: Path
    environ: Mapping[str, str] | None = None
    always: tuple[str, ...] = ()

    def run(self, *arguments: str, **more: str) -> Said:
        """`more` are environment variables."""
        environ = {**(self.environ if self.environ is not None else os.environ), **more}
        done = subprocess.run(
            [sys.executable, str(MAIN), "--profile", str(self.profile), *self.always, *arguments],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def together(self, *lines: tuple[str, ...]) -> list[Said]:
        """Each as `run` would answer it, but in one process: starting one for each takes its time."""
        start = ("--profile", str(self.profile), *self.always)
        done = subprocess.run(
            [sys.executable, "-c", _TOGETHER, json.dumps([[*start, *line] for line in lines])],
            env=dict(self.environ if self.environ is not None else os.environ),
            cwd=MAIN.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")
        return [Said(*each) for each in json.loads(done.stdout)]

    def ask(self, *arguments: str, **more: str) -> Any:
        """The answer as JSON."""
        return self.run(*arguments, "--json", **more).json


def has(value: dict[str, object], fields: list[str]) -> None:
    missing = [name for name in fields if name not in value]
    assert not missing, f"{missing} missing in {sorted(value)}"
