"""THIRD_PARTY_NOTICES.txt of the handed-out app: whose work is in it, under which licence, with the licences' words.

Written from what is installed where the app is built, so that it names what is really in there.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from packaging.requirements import Requirement

QT = """Parlour uses Qt and Qt for Python (PySide6, Shiboken6) {version} under the GNU Lesser General Public License,
version 3 (LGPL-3.0.txt, GPL-3.0.txt beside this file). They are separate libraries in this folder and may be replaced
by changed ones of the same interface; nothing in Parlour's own licence forbids that, or finding out how it works.
Their source is at https://download.qt.io/official_releases/qt/ and
https://download.qt.io/official_releases/QtForPython/ under that number; the people who gave you this copy owe you the
same source on request.
"""


def notices(requirements: list[str]) -> str:
    """The whole text; `requirements` as in pyproject.toml. What they need in turn is found by itself."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = [Requirement(each) for each in requirements]
    while waiting:
        wanted = waiting.pop()
        name = wanted.name.lower().replace("_", "-")
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # an optional one that is not in this build
        waiting += [Requirement(each) for each in found[name].requires or ()]
    parts = [QT.format(version=found["pyside6-essentials"].version)]
    parts += [_about(found[name]) for name in sorted(found)]
    return "\n".join(parts)


def _about(distribution: importlib.metadata.Distribution) -> str:
    told = distribution.metadata
    licence = told.get("License-Expression") or told.get("License") or "see below"
    heading = f"{told['Name']} {distribution.version}: {licence.splitlines()[0]}"
    words = [
        Path(str(distribution.locate_file(file))).read_text("utf-8", "replace").strip()
        for file in distribution.files or ()
        if ".dist-info" in str(file) and Path(file).name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))
    ]
    return "\n\n".join(["=" * len(heading) + f"\n{heading}\n" + "=" * len(heading), *words]) + "\n"
