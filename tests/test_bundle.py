"""What is handed out: which files may be in it, what it says of itself, its icons."""

from __future__ import annotations

import plistlib
import struct
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

import inbox

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "resources" / "icons"


@pytest.fixture(scope="module", autouse=True)
def _scripts() -> object:
    """The scripts beside inbox.spec import one another by their plain names."""
    sys.path.insert(0, str(ROOT / "packaging"))
    yield
    sys.path.remove(str(ROOT / "packaging"))


def _script(name: str) -> ModuleType:
    return __import__(name)


def test_of_qts_own_plugins_only_the_chosen_ones_stay() -> None:
    bundle = _script("bundle")
    plugins = Path(PySide6.__file__).parent
    found = {path.relative_to(plugins.parent).as_posix() for path in plugins.rglob("plugins/*/*") if path.is_file()}
    kept = {name for name in found if bundle.belongs(name)}
    assert {Path(name).parent.name for name in kept} <= set(bundle.PLUGINS)
    assert [name for name in kept if "offscreen" in name]
    assert not [name for name in kept if "svg" in name.lower() or "pdf" in name.lower() or "sql" in name.lower()]


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", False),
        ("PySide6\\plugins\\imageformats\\qsvg.dll", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/iconengines/libqsvgicon.dylib", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("_internal/PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/lib/libQt6Svg.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("libgtk-3.so.0", False),
        ("libsqlite3.so.0", True),
        ("resources/keymap.toml", True),
    ],
)
def test_each_file_has_a_reason_to_be_in_the_app(name: str, stays: bool) -> None:
    assert _script("bundle").belongs(name) is stays


def test_an_app_with_a_smuggled_plugin_is_not_handed_out(tmp_path: Path) -> None:
    check = _script("check_bundle")
    assert any("missing: keymap.toml" in sentence for sentence in check.wrong_with(tmp_path))
    smuggled = tmp_path / "_internal" / "PySide6" / "Qt" / "plugins" / "imageformats" / "libqsvg.so"
    smuggled.parent.mkdir(parents=True)
    smuggled.touch()
    assert f"should not be in it: {smuggled.relative_to(tmp_path).as_posix()}" in check.wrong_with(tmp_path)


def test_macos_is_told_what_it_asks_for() -> None:
    plist = _script("bundle").info_plist(inbox.__version__)
    assert plistlib.loads(plistlib.dumps(plist)) == plist
    assert plist["CFBundleShortVersionString"] == inbox.__version__
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False
    assert plist["LSMinimumSystemVersion"] == "13.0"


@pytest.mark.parametrize(
    ("version", "four"), [("1.2.3", (1, 2, 3, 0)), ("0.1.0.dev7", (0, 1, 0, 7)), ("2", (2, 0, 0, 0))]
)
def test_windows_is_told_the_version(version: str, four: tuple[int, ...]) -> None:
    text = _script("windows_version").version_resource(version, "Parlour", "© us")
    told: dict[str, object] = {}

    def keep(*args: object, **named: object) -> object:
        told.update(named)
        if len(args) == 2 and isinstance(args[0], str):
            told[args[0]] = args[1]
        return args

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    eval(text, dict.fromkeys(names, keep))  # noqa: S307 - as PyInstaller reads it
    assert told["filevers"] == told["prodvers"] == four
    assert told["FileVersion"] == version
    assert told["OriginalFilename"] == "Parlour.exe"


def test_the_spec_can_be_read_and_takes_its_facts_from_one_place() -> None:
    text = (ROOT / "inbox.spec").read_text("utf-8")
    compile(text, "inbox.spec", "exec")
    assert text.index("sys.path[:0]") < text.index('collect_submodules("inbox")')
    assert 'copy_metadata("keyring")' in text
    assert "onefile" not in text


def test_every_dependency_has_bounds_and_the_marker_of_pysqlite3_is_right() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    from packaging.requirements import Requirement

    wanted = {each.name: each for each in map(Requirement, project["dependencies"])}
    assert all(each.specifier for each in wanted.values())
    binding = wanted["pysqlite3"].marker
    assert binding is not None
    for system, machine, python, there in [
        ("Windows", "AMD64", "3.11", True),
        ("Linux", "x86_64", "3.13", True),
        ("Darwin", "arm64", "3.12", True),
        ("Darwin", "x86_64", "3.12", False),
        ("Linux", "aarch64", "3.12", False),
        ("Linux", "x86_64", "3.14", False),
    ]:
        told = {"platform_system": system, "platform_machine": machine, "python_version": python}
        assert binding.evaluate(told) is there, told


def test_whose_work_is_in_the_app_is_said_with_it() -> None:
    from inbox.runtime.bootstrap import requirements

    text = _script("notices").notices(list(requirements(ROOT / "pyproject.toml")))
    for name in ("PySide6", "SQLAlchemy", "requests", "urllib3", "keyring", "nh3", "certifi"):
        assert f"\n{name.lower()}" in text.lower(), name
    assert "GNU Lesser General Public License" in text
    assert "pytest" not in text


def test_the_icons_hold_a_picture_for_every_size() -> None:
    draw = _script("make_icons")
    ico = (ICONS / "parlour.ico").read_bytes()
    count = struct.unpack_from("<HHH", ico)[2]
    sides = [ico[6 + 16 * n] or 256 for n in range(count)]
    assert sides == list(draw.ICO_SIZES)
    for n in range(count):
        size, at = struct.unpack_from("<II", ico, 6 + 16 * n + 8)
        assert _png_side(ico[at : at + size]) == sides[n]

    icns, at, found = (ICONS / "parlour.icns").read_bytes(), 8, {}
    assert (icns[:4], struct.unpack_from(">I", icns, 4)[0]) == (b"icns", len(icns))
    while at < len(icns):
        length = struct.unpack_from(">I", icns, at + 4)[0]
        found[icns[at : at + 4]] = _png_side(icns[at + 8 : at + length])
        at += length
    assert found == draw.ICNS_TYPES
    assert _png_side((ICONS / "parlour.png").read_bytes()) == 512


def _png_side(png: bytes) -> int:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack_from(">II", png, 16)
    assert width == height
    return int(width)
