"""The guards themselves: each of these small suites must fail, or the guard is asleep."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent

BAD = {
    "a log warning": "import logging\ndef test_it(): logging.getLogger('x').warning('odd')",
    "a Python warning": "import warnings\ndef test_it(): warnings.warn('odd')",
    "a Qt message": "from PySide6.QtCore import qWarning\ndef test_it(): qWarning('odd')",
    "a connection to another machine": "import socket\ndef test_it(): socket.create_connection(('192.0.2.1', 9), 0.1)",
    "a swallowed connection": (
        "import socket\ndef test_it():\n"
        "    try: socket.create_connection(('127.0.0.1', 9), 0.1)\n    except AssertionError: pass"
    ),
    "a name look-up": "import socket\ndef test_it(): socket.getaddrinfo('example.com', 80)",
    "a thread left running": (
        "import threading\ndef test_it(): threading.Thread(target=threading.Event().wait, args=(4,)).start()"
    ),
    "a thread that raises": (
        "import threading\ndef boom(): raise ValueError\n"
        "def test_it():\n    t = threading.Thread(target=boom); t.start(); t.join()"
    ),
    "a warning announced but not logged": "import pytest\n@pytest.mark.logs('odd')\ndef test_it(): pass",
}
GOOD = {
    "an announced warning": "import logging, pytest\n@pytest.mark.logs('odd')\ndef test_it(): logging.warning('odd')",
    "an announced connection": (
        "import pytest, socket\n@pytest.mark.network_loopback\ndef test_it():\n"
        "    with socket.create_server(('127.0.0.1', 0)) as s, socket.create_connection(s.getsockname()): pass"
    ),
}


def _failing(tests: dict[str, str], folder: Path) -> list[str]:
    """Which of the tests fail, each in a file of its own, under this project's settings and guards."""
    for number, body in enumerate(tests.values()):
        (folder / f"test_{number}.py").write_text(body.replace("test_it", f"test_{number}"), "utf-8")
    report = folder / "report.xml"
    options = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", f"--junit-xml={report}"]
    plugins = ["-p", "tests.conftest", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *options, str(folder)]
    environ = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)
    cases = ElementTree.parse(report).getroot().findall(".//testcase")
    wrong = {case.get("name") for case in cases if case.find("failure") is not None or case.find("error") is not None}
    assert {case.get("name") for case in cases} == {f"test_{number}" for number in range(len(tests))}
    return [name for number, name in enumerate(tests) if f"test_{number}" in wrong]


def test_what_no_test_may_do_fails_it(tmp_path: Path) -> None:
    assert _failing(BAD, tmp_path) == list(BAD)


def test_what_a_test_announces_is_let_through(tmp_path: Path) -> None:
    assert _failing(GOOD, tmp_path) == []
