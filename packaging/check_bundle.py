"""Looks at a finished app before anybody gets it: python packaging/check_bundle.py dist/Parlour

Fails when something is in it that should not be (a Qt plugin that was not chosen), when something is missing, and when
the app, started, does not name the same networks, or the same SQLite, as the source it was built from.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import bundle

ROOT = Path(__file__).resolve().parent.parent


def wrong_with(folder: Path) -> list[str]:
    """Sentences about the files of a bundle; empty when it is as it should be."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wrong = [f"should not be in it: {name}" for name in bundle.intruders(files)]
    kept = {path.name for path in (ROOT / "resources").rglob("*") if path.is_file()}
    kept |= {path.name for path in (ROOT / "inbox" / "networks").rglob("*.svg")}
    names = {name.rpartition("/")[2] for name in files}
    wrong += [f"missing: {name}" for name in sorted(kept - names)]
    if not any("platforms" in name and "offscreen" in name for name in files):
        wrong.append("missing: Qt's offscreen platform, which the self-check needs")
    return wrong


def networks_of(command: list[str], profile: str) -> list[str]:
    """The ids that `networks --json` names."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, "--profile", profile, "networks", "--json"], env=environ, capture_output=True, text=True, check=True
    )
    return sorted(network["id"] for network in json.loads(done.stdout))


def sqlite_of(command: list[str], profile: str) -> str:
    """The SQLite that `check --json` names, such as "3.53.4 (pysqlite3)"."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, "--profile", profile, "check", "--json"], env=environ, capture_output=True, text=True, check=True
    )
    return str(json.loads(done.stdout)["about"]["sqlite"])


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    wrong = wrong_with(folder)
    program = folder / {"win32": "parlour-command.exe"}.get(sys.platform, bundle.NAME)
    with tempfile.TemporaryDirectory() as profile:
        frozen = networks_of([str(program)], profile)
        source = networks_of([sys.executable, str(ROOT / "main.py")], profile)
        frozen_sqlite = sqlite_of([str(program)], profile)
        source_sqlite = sqlite_of([sys.executable, str(ROOT / "main.py")], profile)
    if frozen != source or not frozen:
        wrong.append(f"networks in the app: {frozen}; in the source: {source}")
    if frozen_sqlite != source_sqlite:
        wrong.append(f"SQLite in the app: {frozen_sqlite}; in the source: {source_sqlite}")
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{folder}: {size / 1e6:.0f} MB, networks {', '.join(frozen)}" + ("" if wrong else "; as it should be"))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
