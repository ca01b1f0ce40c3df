"""The house rules that no linter knows. What a rule is for stands in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INBOX = ROOT / "inbox"
MODULES = sorted(INBOX.rglob("*.py"))
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".svg",
    ".json",
    ".spec",
    ".php",
    ".txt",
    ".cfg",
    ".plist",
    ".js",
}

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
SOMEBODYS_MACHINE = re.compile(r"(?<![\w.])/(root|work|home/[a-z]\w*|Users/[A-Za-z]\w*)/|\b[A-Z]:\\\\?Users\\")
# In pieces, so that this file does not hold them itself.
REGISTRIES = re.compile(
    "|".join(re.escape(".".join(host)) for host in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("deb", "debian", "org"),
        ("crates", "io"), ("proxy", "golang", "org"), ("rubygems", "org"), ("repo1", "maven", "org"),
    ))
)  # fmt: skip
# Words of marketing; people are not leads, and being written to is not traffic.
UNKIND = re.compile(r"\b(leads?|traffic|targets?|targeted|targeting|funnels?|campaigns?)\b", re.IGNORECASE)
UNKIND_BUT_A_VERB = re.compile(r"\bleads? (to|you|back|nowhere|here|there)\b", re.IGNORECASE)


def _texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part in NOT_OURS or part.endswith("_cache") or part.startswith(".venv") for part in inside.parts)
        if not hidden and path.is_file() and (path.suffix in TEXTS or inside.parts[0] == ".ci"):
            yield inside, path.read_text("utf-8")


def _found(pattern: re.Pattern[str], *, besides: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in _texts()
        if path.as_posix() not in ("tests/test_house.py", "tests/test_guards.py", *besides)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _imports_at_start(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Imports that run when the module does: not in a function, not for the type checker only."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(ast.Module([node], []))
        elif isinstance(node, ast.If | ast.Try) and "TYPE_CHECKING" not in ast.unparse(node).split(":")[0]:
            yield from _imports(node)


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {_relative(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_module_is_named_after_its_container() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "managers", "manager", "base", "misc"}
    assert [_relative(path) for path in MODULES if path.stem in banned or path.parent.name in banned] == []


def test_nothing_is_left_unfinished() -> None:
    assert _found(UNFINISHED) == []


def test_no_path_of_somebodys_machine_is_written_down() -> None:
    assert _found(SOMEBODYS_MACHINE) == []


def test_no_package_registry_is_named() -> None:
    assert _found(REGISTRIES) == []


def test_core_needs_the_standard_library_only() -> None:
    foreign = [
        f"{_relative(path)}:{line}: {name}"
        for path in sorted((INBOX / "core").rglob("*.py"))
        for name, line in _imports(ast.parse(path.read_text("utf-8")))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("inbox.core") and name != "inbox"
    ]
    assert foreign == []


def test_services_are_given_store_and_networks_and_do_not_fetch_them() -> None:
    fetched = [
        f"{_relative(path)}:{line}: {name}"
        for path in sorted((INBOX / "services").rglob("*.py"))
        for name, line in _imports_at_start(ast.parse(path.read_text("utf-8")))
        if name.startswith(("inbox.store", "inbox.networks"))
    ]
    assert fetched == []


def test_time_comes_from_the_clock() -> None:
    """`datetime.now` and `date.today` stand in core/clock.py only; the interface may ask for local time."""
    asked = [
        f"{_relative(path)}:{node.lineno}"
        for path in MODULES
        if _relative(path) != "inbox/core/clock.py" and path.relative_to(INBOX).parts[0] != "ui"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("datetime.now", "utcnow", "date.today", "time.time"))
    ]
    assert asked == []


def test_only_two_rooms_catch_everything() -> None:
    rooms = {"inbox/runtime/runner.py", "inbox/runtime/crash.py"}
    caught = [
        f"{_relative(path)}:{node.lineno}"
        for path in MODULES
        if _relative(path) not in rooms
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(node.type))))
    ]
    assert caught == []


def test_one_network_never_imports_another() -> None:
    networks = {path.parent.name for path in (INBOX / "networks").glob("*/__init__.py")}
    crossed = [
        f"{_relative(path)}:{line}: {name}"
        for path in (INBOX / "networks").rglob("*.py")
        for name, line in _imports(ast.parse(path.read_text("utf-8")))
        if (parts := name.split("."))[:2] == ["inbox", "networks"]
        and len(parts) > 2
        and parts[2] in networks - {path.relative_to(INBOX / "networks").parts[0]}
    ]
    assert crossed == []


def test_every_network_has_a_folder_of_tests() -> None:
    networks = {path.parent.name for path in (INBOX / "networks").glob("*/__init__.py")}
    tested = {path.parent.name for path in (ROOT / "tests" / "networks").glob("*/test_*.py")}
    assert networks - tested == set()


def _words_shown() -> Iterator[tuple[str, str]]:
    """(place, text) of what the interface may show: string literals that are not docstrings, and resource values."""
    for layer in ("ui", "commands"):
        for path in sorted((INBOX / layer).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            docstrings = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                    yield f"{_relative(path)}:{node.lineno}", node.value
    for path in sorted((ROOT / "resources").rglob("*")):
        if path.suffix == ".toml":
            yield from ((_relative(path), text) for text in _strings(tomllib.loads(path.read_text("utf-8"))))
        elif path.suffix in {".json", ".txt", ".md"}:
            yield from ((f"{_relative(path)}", line) for line in path.read_text("utf-8").splitlines())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _is_unkind(text: str) -> bool:
    """A single word in small letters is a name in the code, not something shown."""
    shown = " " in text.strip() or text[:1].isupper()
    return shown and bool(UNKIND.search(UNKIND_BUT_A_VERB.sub("", text)))


def test_the_interface_speaks_of_people() -> None:
    assert [f"{place}: {text[:80]}" for place, text in _words_shown() if _is_unkind(text)] == []


@pytest.mark.parametrize(
    ("text", "unkind"),
    [
        ("3 new leads", True),
        ("Targets", True),
        ("Your funnel today", True),
        ("This leads to your blog", False),
        ("target", False),
    ],
)
def test_unkind_words_are_told_from_innocent_ones(text: str, unkind: bool) -> None:
    assert _is_unkind(text) is unkind


def test_qt_keeps_the_references_it_is_given() -> None:
    """PySide6 6.12.0 loses one reference to True at each emit() under Python 3.11 and aborts soon after."""
    from PySide6.QtCore import QObject, Signal
    from PySide6.QtWidgets import QApplication, QLabel

    class Bell(QObject):
        rang = Signal(bool)
        told = Signal(object)

    app = QApplication.instance() or QApplication([])
    bell, label = Bell(), QLabel()
    bell.rang.connect(label.setVisible)
    bell.told.connect(lambda value: None)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for number in range(200):
        bell.rang.emit(False)
        bell.rang.emit(True)
        bell.told.emit(None)
        label.setText(str(number))
        label.setEnabled(True)
    after = sys.getrefcount(True), sys.getrefcount(None)
    label.close()
    assert app is not None
    assert all(abs(then - now) < 50 for then, now in zip(before, after, strict=True)), (before, after)
