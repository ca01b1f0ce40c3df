"""Makes a bare Python ready for Parlour: a virtual environment beside main.py, filled once, then run from there.

Standard library only, since nothing else is there yet. The list of what to install is `[project]` in pyproject.toml,
so it is written down once. A virtual environment is used even where pip may write to the system's Python: most
systems forbid that today (PEP 668), and nobody's other programs should change because of Parlour.

Folder states, told apart by two marker files: *ready* (lists what was installed), *unfinished* (begun by Parlour and
cut off: removed and made anew), neither (somebody made it by hand: filled, never removed).
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

READY = "parlour-ready.txt"
UNFINISHED = "parlour-unfinished.txt"
_SECOND_TRY = "PARLOUR_IN_ITS_VENV"

# What Qt's wheels expect from the system, by ldd on a bare Debian 12; later Debians and Ubuntu provide the same names.
DEBIAN_PACKAGES = (
    "libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libbrotli1 "
    "libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 "
    "libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxcb1 "
    "libxkbcommon-x11-0"
)
# What Qt's X11 plugin loads; when one is missing Qt does not raise, it ends the process.
_X11_LIBRARIES = (
    "libX11-xcb.so.1 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-image.so.0 libxcb-keysyms.so.1 libxcb-randr.so.0 "
    "libxcb-render-util.so.0 libxcb-render.so.0 libxcb-shape.so.0 libxcb-shm.so.0 libxcb-sync.so.1 "
    "libxcb-xfixes.so.0 libxcb-xkb.so.1 libxcb.so.1 libxkbcommon-x11.so.0"
)


class SetupError(Exception):
    """Parlour cannot be set up here; the text is one sentence for the person: what happened, then what to do."""


def ensure(script: str, argv: Sequence[str], group: str | None = None) -> None:
    """Return once this Python has what Parlour needs; else run `script argv` in the virtual environment and end.

    `group` is an optional dependency group needed besides ("dev" for the tests). Raises `SetupError`.
    """
    root = Path(__file__).resolve().parent.parent.parent
    wanted = requirements(root / "pyproject.toml", group)
    venv = Path(os.environ.get("PARLOUR_VENV") or root / ".venv").absolute()
    second_try = os.environ.pop(_SECOND_TRY, None) is not None
    inside = _same_folder(Path(sys.prefix), venv)
    if inside and _is_ready(venv, wanted):
        return  # without a look at every package: this stands between each start and the first paint
    by_hand = _python(venv).exists() and not (venv / READY).exists() and not (venv / UNFINISHED).exists()
    if satisfied(wanted) and (by_hand or not inside):
        return
    if second_try and not inside:
        raise SetupError(f"{venv} does not work as a virtual environment: remove that folder and try again.")
    if (inside or not by_hand) and not _is_ready(venv, wanted):
        with _alone(venv):
            _make(venv, wanted, inside=inside)
    if not inside:
        _run_in(venv, script, argv)


def requirements(pyproject: Path, group: str | None = None) -> tuple[str, ...]:
    """What `[project]` asks pip for, with one optional group. Raises `SetupError` when the file cannot be read."""
    try:
        project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(f"{pyproject} cannot be read ({error}): fetch Parlour's source folder anew.") from error
    return (*project["dependencies"], *(project["optional-dependencies"][group] if group else ()))


def satisfied(wanted: Sequence[str]) -> bool:
    """Whether this Python has all of it already, in the versions asked for.

    Only `>=` and `<` with plain numbers are understood, which is all that pyproject.toml uses. Names with an
    environment marker are those that Parlour also starts without, so they are not asked for.
    """
    import importlib.metadata  # brings the whole of `email`, which no start from a ready folder needs

    for requirement in wanted:
        if ";" in requirement:
            continue
        name, bounds = _split(requirement)
        try:
            have = _numbers(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            return False
        for sign, bound in bounds:
            if (sign == ">=" and have < bound) or (sign == "<" and have >= bound):
                return False
    return True


def installed(venv: Path) -> tuple[str, ...]:
    """The requirements that an earlier set-up finished for this folder; empty when it did not finish."""
    with contextlib.suppress(OSError):
        if not (venv / UNFINISHED).exists():
            return tuple((venv / READY).read_text("utf-8").splitlines())
    return ()


def _is_ready(venv: Path, wanted: Sequence[str]) -> bool:
    return set(wanted) <= set(installed(venv)) and _python(venv).exists()


def explain_import_error(error: ImportError) -> str | None:
    """A sentence for a system library that Qt misses on Linux; None when the error is about something else."""
    library = re.search(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object file", str(error))
    return _libraries_sentence([library[1]]) if library else None


def explain_missing_screen(environ: Mapping[str, str]) -> str | None:
    """A sentence when a Linux desktop window cannot open here, to be asked for before Qt starts; else None.

    Qt ends the process when it finds no screen or when a library of its X11 plugin is missing.
    """
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM") not in {None, "", "xcb"}:
        return None
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return "There is no screen here to open a window on: start Parlour from a desktop, or use one of its commands."
    if not environ.get("DISPLAY"):
        return None
    missing = [name for name in _X11_LIBRARIES.split() if not _loads(name)]
    return _libraries_sentence(missing) if missing else None


def _libraries_sentence(missing: Sequence[str]) -> str:
    return (
        f"Qt needs system libraries that are missing here ({', '.join(missing)}); "
        f"on Debian or Ubuntu install them with: sudo apt install {DEBIAN_PACKAGES}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _split(requirement: str) -> tuple[str, list[tuple[str, tuple[int, ...]]]]:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    bounds = re.findall(r"(>=|<)\s*([\d.]+)", requirement[name.end() :])
    return name[0], [(sign, _numbers(bound)) for sign, bound in bounds]


def _numbers(version: str) -> tuple[int, ...]:
    release = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in release[0].split(".")) if release else ()


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _python(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


@contextlib.contextmanager
def _alone(venv: Path) -> Iterator[None]:
    """One set-up at a time: a second one waits, then finds the work done. The lock ends with the process."""
    lock = venv.with_name(venv.name + ".lock")
    try:
        venv.parent.mkdir(parents=True, exist_ok=True)
        held = lock.open("w")
    except OSError as error:
        raise SetupError(_cannot_write(venv.parent)) from error
    with held:
        if sys.platform == "win32":
            import msvcrt

            while True:
                # It gives up by itself after ten seconds; a first set-up takes longer.
                with contextlib.suppress(OSError):
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(venv: Path, wanted: Sequence[str], *, inside: bool) -> None:
    if _is_ready(venv, wanted):
        return
    ours = (venv / READY).exists() or (venv / UNFINISHED).exists()
    try:
        if ours and not inside and ((venv / UNFINISHED).exists() or not _python(venv).exists()):
            shutil.rmtree(venv)
            ours = False
        if not venv.exists() or not any(venv.iterdir()):
            _create(venv)
            ours = True
        elif not _python(venv).exists():
            raise SetupError(
                f"{venv} holds no working Python and was not made by Parlour: "
                "remove it, or set PARLOUR_VENV to another folder."
            )
        _say(f"Setting Parlour up in {venv} (once; about 120 MB are downloaded).")
        kept = installed(venv)
        if ours:
            (venv / UNFINISHED).touch()
        _install(venv, wanted)
        (venv / READY).write_text("\n".join(dict.fromkeys((*kept, *wanted))) + "\n", "utf-8")
        (venv / UNFINISHED).unlink(missing_ok=True)
    except PermissionError as error:
        raise SetupError(_cannot_write(venv)) from error
    except OSError as error:
        raise SetupError(f"{venv} cannot be set up ({error.strerror}): free some space there and try again.") from error


def _create(venv: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise SetupError(
            "This Python cannot make virtual environments: install its venv package "
            "(Debian, Ubuntu: sudo apt install python3-venv), then run the same command again."
        )
    venv.mkdir(parents=True, exist_ok=True)
    (venv / UNFINISHED).touch()
    done = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(
            f"{venv} could not be made ({_last_line(done.stdout + done.stderr)}): install Python's venv package "
            "(Debian, Ubuntu: sudo apt install python3-venv), then run the same command again."
        )


def _install(venv: Path, wanted: Sequence[str]) -> None:
    command = [str(_python(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    # A "user" install, which some people set as their default, is refused inside a virtual environment.
    environ = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    with subprocess.Popen(
        [*command, "--progress-bar", "off", *wanted],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        said: list[str] = []
        for line in pip.stdout or ():
            said.append(line.rstrip())
            if line.lstrip().startswith(("Downloading ", "Installing ")):
                _say(f"  {line.strip()[:100]}")
    if pip.returncode != 0:
        raise SetupError(_why_pip_failed("\n".join(said)))


def _why_pip_failed(said: str) -> str:
    if "No space left" in said or "not enough space" in said:
        return "The disk is full: free about 500 MB, then run the same command again."
    if re.search(
        r"from versions: none|Failed to establish|NewConnectionError|name resolution|timed out|ProxyError", said
    ):
        return (
            "The packages that Parlour needs could not be downloaded: check the connection to the internet "
            "(or pip's proxy settings), then run the same command again."
        )
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    reason = (errors[-1] if errors else _last_line(said)).rstrip(".")
    return f"The packages that Parlour needs could not be installed ({reason}): put that right, then try again."


def _run_in(venv: Path, script: str, argv: Sequence[str]) -> NoReturn:
    command = [str(_python(venv)), script, *argv]
    os.environ[_SECOND_TRY] = "1"
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows cannot replace a process: exec would hand the console back before the app has ended. Ctrl+C goes to
    # both processes, and the exit code is the inner one's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command))


def _cannot_write(folder: Path) -> str:
    return f"{folder} cannot be written to: set PARLOUR_VENV to a folder of yours, then run the same command again."


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
