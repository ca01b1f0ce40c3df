"""The one test command: python3 tests [--fast] [anything pytest takes].

Linters first, then pytest: where all is run, in about as many processes as there are cores, and one more that waits for
real servers. All of it always runs, and the exit code is not 0 if any of it found something. A bare Python is made
ready first, as main.py does it. `--fast` leaves out the tests that need the real WordPress.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
LINTERS = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy", "--strict", "inbox", "main.py"),
    "import-linter": ("-c", LINT_IMPORTS, "--no-logo"),
}

WITH_SERVERS, WITHOUT_SERVERS = ("-m", "server"), ("-m", "not server")
# One more than there are cores, since many tests wait most of their time.
ON_ALL_CORES = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal")

if sys.version_info < (3, 11):
    sys.exit("Parlour's tests need Python 3.11 or newer: install a newer one and run them with it.")

sys.path[0] = str(ROOT)  # instead of this folder, whose names mirror those of inbox/
from inbox.runtime import bootstrap  # noqa: E402  (reason above)


def main(arguments: list[str]) -> int:
    try:
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401 (pytest's own words for a missing system library help nobody)
    except ImportError as error:
        sys.exit(bootstrap.explain_import_error(error) or str(error))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PARLOUR_")}
    environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    environ["PYTHONUTF8"] = "1"
    failed = [name for name, command in LINTERS.items() if not _passes(name, command, environ)]
    print("== pytest", flush=True)
    if "--fast" in arguments:
        others = [each for each in arguments if each != "--fast"]
        tests = _call([*others, *WITHOUT_SERVERS, *ON_ALL_CORES], environ)
    elif all(each.startswith("--session-timeout") for each in arguments):
        tests = _side_by_side(arguments, environ)
    else:
        tests = _call(arguments, environ)
    if failed:
        print(f"Besides the tests, these found something (see above): {', '.join(failed)}", flush=True)
    return tests or int(bool(failed))


def _call(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    return subprocess.call(_pytest(*arguments), cwd=ROOT, env=environ)


def _side_by_side(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """The tests that mostly wait for servers run beside all others, which keep the cores busy; their report follows."""
    with tempfile.TemporaryFile() as report:
        waiting = _pytest(*arguments, *WITH_SERVERS, "-o", "cache_dir=.pytest_cache/servers")
        with subprocess.Popen(waiting, cwd=ROOT, env=environ, stdout=report, stderr=subprocess.STDOUT) as beside:
            others = _call([*arguments, *WITHOUT_SERVERS, *ON_ALL_CORES], environ)
            beside.wait()
        print("== pytest, with real servers", flush=True)
        report.seek(0)
        sys.stdout.buffer.write(report.read())
        sys.stdout.flush()
    return others or beside.returncode


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def _passes(name: str, command: tuple[str, ...], environ: dict[str, str]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.call([sys.executable, *command], cwd=ROOT, env=environ) == 0


if __name__ == "__main__":
    try:
        bootstrap.ensure(str(Path(__file__).resolve()), sys.argv[1:], group="dev")
        sys.exit(main(sys.argv[1:]))
    except bootstrap.SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
