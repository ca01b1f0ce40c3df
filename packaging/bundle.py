"""What the handed-out app holds and says of itself: read by inbox.spec, check_bundle.py and the tests.

Qt brings far more plugins than Parlour needs, and each one that decodes something is a door: the SVG image plugin
reads local files that a picture from outside names. So plugins are named one by one, and everything else stays out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

NAME = "Parlour"
IDENTIFIER = "org.parlour.Parlour"
COPYRIGHT = "© the Parlour authors, MIT licence"

# Folder of Qt's plugins: beginnings of the names that may be in it. No entry for a folder: none of it.
PLUGINS: dict[str, tuple[str, ...]] = {
    "platforms": ("qcocoa", "qwindows", "qoffscreen", "qxcb", "qwayland"),
    "styles": ("qmacstyle", "qmodernwindowsstyle", "qwindowsvistastyle"),
    "imageformats": ("qjpeg", "qgif", "qwebp", "qico"),
    "tls": ("qopensslbackend", "qschannelbackend", "qsecuretransportbackend", "qcertonlybackend"),
    "networkinformation": (
        "qglib",
        "qnetworkmanager",
        "qnetworklistmanager",
        "qscnetworkreachability",
        "qapplenetwork",
    ),
    "platforminputcontexts": ("composeplatforminputcontext", "ibusplatforminputcontext"),
    "printsupport": ("cocoaprintersupport", "windowsprintersupport", "cupsprintersupport"),
    "platformthemes": ("qxdgdesktopportal",),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
}
# Qt libraries that only a plugin left out above would load, and big ones that widgets do without.
LIBRARIES_LEFT_OUT = (
    "qt6qml",
    "qt6quick",
    "qt6virtualkeyboard",
    "qt6pdf",
    "qt6waylandcompositor",
    "qt6waylandeglcompositor",
    "qt6eglfs",
    "qt6sql",
    "qt6designer",
    "qt6test",
    "qt6shadertools",
    "opengl32sw",
    "d3dcompiler",
    "libgtk",
    "libgdk",
    "libatk",
    "libcairo",
    "libepoxy",
    "libpango",
    "libpixman",
)
MODULES_LEFT_OUT = (
    "tkinter",
    "unittest",
    "pydoc",
    "doctest",
    "setuptools",
    "pip",
    "ensurepip",
    "lib2to3",
    "pytest",
    "_pytest",
    "hypothesis",
    "mypy",
    "PIL",
    "numpy",
    "sqlalchemy.testing",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "keyring.testing",
)
# keyring finds its backends by entry points, which nobody imports by name.
KEYCHAINS = (
    "keyring.backends.macOS",
    "keyring.backends.Windows",
    "keyring.backends.SecretService",
    "win32ctypes.core.ctypes",
)


def belongs(name: str) -> bool:
    """Whether a file of the bundle, by its path in there, stays in."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if "translations" in parts and "PySide6" in parts:
        return False
    if "plugins" in parts and any(part in {"PySide6", "PyQt6"} for part in parts):
        kind, file = parts[parts.index("plugins") + 1], path.name.lower().removeprefix("lib")
        return file.startswith(PLUGINS.get(kind, ("nothing of it",)))
    return not is_left_out_library(path.name)


def is_left_out_library(file: str) -> bool:
    low = file.lower()
    return low.startswith(LIBRARIES_LEFT_OUT) or low.removeprefix("lib").startswith(LIBRARIES_LEFT_OUT)


def intruders(files: Iterable[str]) -> list[str]:
    """Files of a finished bundle that should not be there."""
    return sorted(name for name in files if not belongs(name))


def info_plist(version: str) -> dict[str, object]:
    """What macOS reads. 13.0 is the oldest that PySide6 6.10 and 6.11 run on (their wheels' tag)."""
    return {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.social-networking",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark when the system is
        "NSHumanReadableCopyright": COPYRIGHT,
    }
