"""The set-up on a bare Python, with real virtual environments and a package that stands in for the real ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from inbox.runtime import bootstrap

ROOT = Path(__file__).resolve().parent.parent.parent
APP = """
import sys
def main(argv):
    import chair
    print("in", sys.prefix, "with", chair.LEGS, "and", argv, "at", __name__)
    return 7
"""


class Checkout:
    """A source folder like Parlour's whose one dependency, chair, lies in a folder instead of on the net."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "source of it"  # people have spaces in their paths
        self.shelf = folder / "shelf"
        self.shelf.mkdir(parents=True)
        (self.root / "inbox" / "runtime").mkdir(parents=True)
        for name in ("main.py", "inbox/__init__.py", "inbox/runtime/__init__.py", "inbox/runtime/bootstrap.py"):
            shutil.copy(ROOT / name, self.root / name)
        (self.root / "inbox" / "app.py").write_text(APP, "utf-8")
        self.asks_for("chair>=1,<2")

    def asks_for(self, *requirements: str) -> None:
        (self.root / "pyproject.toml").write_text(f"[project]\ndependencies = {list(requirements)!r}\n", "utf-8")

    def shelve(self, name: str, version: str, code: str) -> None:
        """Put a wheel on the shelf."""
        told = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(self.shelf / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}.py", code)
            wheel.writestr(f"{told}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            wheel.writestr(f"{told}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{told}/RECORD", "")

    def start(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """`python main.py ...` by a Python that has nothing of ours."""
        base = getattr(sys, "_base_executable", sys.executable)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PARLOUR_"))}
        return subprocess.run(
            [base, str(self.root / "main.py"), *arguments],
            env={**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.shelf), "PIP_USER": "1", **environ},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.shelve("chair", "1.0", "LEGS = 4")
    return made


def test_the_first_start_sets_itself_up_and_the_second_just_starts(checkout: Checkout) -> None:
    first = checkout.start("list", "--json")
    venv = checkout.root / ".venv"
    assert first.stdout.strip() == f"in {venv} with 4 and ['list', '--json'] at inbox.app", first.stderr
    assert first.returncode == 7
    assert "Setting Parlour up" in first.stderr
    assert (checkout.start().stdout.split()[-3:], checkout.start().stderr) == (["[]", "at", "inbox.app"], "")

    checkout.shelve("table", "2.1", "")
    checkout.asks_for("chair>=1,<2", "table")
    changed = checkout.start()
    assert "Setting Parlour up" in changed.stderr
    assert any(venv.rglob("table.py"))

    (venv / bootstrap.UNFINISHED).touch()
    (venv / "left behind").touch()
    assert checkout.start().returncode == 7
    assert not (venv / "left behind").exists()


def test_without_the_net_one_sentence_says_so_and_the_next_start_goes_on(checkout: Checkout) -> None:
    wheel = checkout.shelf / "chair-1.0-py3-none-any.whl"
    aside = wheel.rename(checkout.root / "aside")
    refused = checkout.start()
    assert refused.returncode == 1
    assert "check the connection to the internet" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
    aside.rename(wheel)
    assert checkout.start().returncode == 7


def test_a_folder_of_other_things_is_never_emptied(checkout: Checkout, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "novel.txt").write_text("Once", "utf-8")
    refused = checkout.start(PARLOUR_VENV=str(mine))
    assert refused.returncode == 1
    assert "remove it, or set PARLOUR_VENV" in refused.stderr
    assert (mine / "novel.txt").read_text("utf-8") == "Once"


def test_a_virtual_environment_made_by_hand_is_filled_and_kept(checkout: Checkout, tmp_path: Path) -> None:
    by_hand = tmp_path / "by hand"
    subprocess.run([sys.executable, "-m", "venv", str(by_hand)], check=True)
    (by_hand / "note").touch()
    assert checkout.start(PARLOUR_VENV=str(by_hand)).returncode == 7
    assert (by_hand / "note").exists()


def test_a_place_that_cannot_be_written_to_is_said(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = checkout.start(PARLOUR_VENV=str(tmp_path / "file" / "venv"))
    assert refused.returncode == 1
    assert "set PARLOUR_VENV to a folder of yours" in refused.stderr


def test_what_is_there_already_is_used_as_it_is() -> None:
    assert bootstrap.satisfied(["pytest>=8", "PYTEST-Qt>=4,<99", "nowhere>=1; platform_system == 'Plan 9'"])
    assert not bootstrap.satisfied(["pytest>=8", "pytest<2"])
    assert not bootstrap.satisfied(["no-such-thing"])


def test_the_project_asks_only_for_what_the_check_understands() -> None:
    for requirement in bootstrap.requirements(ROOT / "pyproject.toml", "dev"):
        bounds = requirement.partition(";")[0]
        assert not set("=!~*") & set(bounds.replace(">=", "")), requirement


def test_a_missing_system_library_names_the_debian_packages() -> None:
    said = "libEGL.so.1: cannot open shared object file: No such file or directory"
    sentence = bootstrap.explain_import_error(ImportError(said))
    assert sentence is not None
    assert "libEGL.so.1" in sentence
    assert "sudo apt install" in sentence
    assert "libegl1" in sentence
    assert bootstrap.explain_import_error(ImportError("No module named 'nh3'")) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_no_screen_is_said_before_qt_gives_up() -> None:
    assert "no screen" in (bootstrap.explain_missing_screen({}) or "")
    assert bootstrap.explain_missing_screen({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert bootstrap.explain_missing_screen({"WAYLAND_DISPLAY": "wayland-0"}) is None


def test_main_can_be_read_by_old_pythons() -> None:
    """The sentence about Python's age must come from main.py itself, so no newer syntax may stand in it."""
    text = (ROOT / "main.py").read_text("ascii")
    before_check, _, after = text.partition("sys.version_info < (3, 11)")
    assert after
    assert "import" not in before_check.replace("import os", "").replace("import sys", "")
    for newer in (' f"', "from __future__", "->", ":=", "match "):
        assert newer not in text
