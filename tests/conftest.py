"""Guards that are always on, and the real servers that tests may ask for."""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from PySide6.QtWidgets import QApplication

from tests.guards import LogWatch, Sockets, threads_left
from tests.patience import PatientBot

SERVERS = Path(__file__).parent / "servers"
SERVER_FIXTURES = {"wordpress", "keychain"}

# The own keychain of whoever runs the tests is out of reach, and so are their settings.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
for _name in [name for name in os.environ if name.startswith("PARLOUR_")]:
    del os.environ[_name]

# How long one example takes says something about the machine only.
hypothesis.settings.register_profile("parlour", deadline=None)
hypothesis.settings.load_profile("parlour")

_sockets = Sockets()
_log = LogWatch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "wordpress" in getattr(item, "fixturenames", ()):
            item.add_marker("server")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    wants = SERVER_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    _sockets.loopback_open = bool(wants or item.get_closest_marker("network_loopback"))
    try:
        return (yield)
    finally:
        _sockets.loopback_open = False


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's bot, with our patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logged a warning, asked for a closed socket, or left a thread behind."""
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("logs")]
    threads = set(threading.enumerate())
    root = logging.getLogger()
    root.addHandler(_log)
    _log.said.clear()
    _sockets.refused.clear()
    yield
    left = threads_left(threads)
    root.removeHandler(_log)
    wrong = _log.unexpected(expected)
    wrong += [f"asked for {what}" for what in _sockets.refused]
    wrong += [f"thread still running: {name}" for name in left]
    if wrong:
        pytest.fail("What no test may leave behind:\n  " + "\n  ".join(wrong), pytrace=False)


@dataclass(frozen=True, slots=True)
class BlogUser:
    """A user of the test blog; `role` is WordPress's (administrator, editor, author, subscriber)."""

    id: int
    user: str
    role: str
    email: str
    name: str
    app_password: str
    app_password_uuid: str


@dataclass(frozen=True, slots=True)
class WordPress:
    """A running WordPress on loopback, with `api` the root of wp/v2 and `user` its administrator."""

    url: str
    api: str
    user: str
    app_password: str
    login_password: str
    port: int
    version: str
    feed: str
    comment_form: str
    mail_log: str
    timezone: str
    users: tuple[BlogUser, ...]
    _home: Path

    def reset(self) -> None:
        """Back to the first seeding: same ids, same application passwords."""
        server_script("wordpress.sh", self._home, "reset")

    def seed(self, count: int) -> Mapping[str, int]:
        """Add comments: {"added", "first_id", "last_id"}."""
        return _json_object(server_script("wordpress.sh", self._home, "seed", str(count)))

    def status(self) -> Mapping[str, object]:
        """{"version", "posts", "approved", "pending", "spam", "trash"}: WordPress's own counts."""
        return _json_object(server_script("wordpress.sh", self._home, "status"))

    def stop(self) -> None:
        """As when the blog's machine is down; `start` brings it back at the same address."""
        server_script("wordpress.sh", self._home, "stop")

    def start(self) -> None:
        server_script("wordpress.sh", self._home, "start", WP_PORT=str(self.port))


@pytest.fixture(scope="session")
def servers_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """State of this run's own servers, so that two runs never meet."""
    home = tmp_path_factory.mktemp("servers")
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def _wordpress(servers_home: Path) -> Iterator[WordPress]:
    need_server("wordpress.sh", servers_home)
    server_script("wordpress.sh", servers_home, "start", WP_PORT=str(_free_port()))
    told = _json_object((servers_home / "wordpress.json").read_text("utf-8"))
    del told["server"]
    users = tuple(BlogUser(**user) for user in told.pop("users"))
    yield WordPress(**told, users=users, _home=servers_home)
    server_script("wordpress.sh", servers_home, "stop")


@pytest.fixture
def wordpress(_wordpress: WordPress) -> WordPress:
    """A real WordPress with its first seeding, for this test alone; the program is started once a run."""
    _wordpress.start()
    _wordpress.reset()
    return _wordpress


@pytest.fixture(scope="session")
def keychain(servers_home: Path) -> Iterator[Mapping[str, str]]:
    """Environment of a private Secret Service, for processes that the test starts."""
    need_server("secrets.sh", servers_home)
    server_script("secrets.sh", servers_home, "start")
    told = _json_object((servers_home / "secrets.json").read_text("utf-8"))
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    yield {**inherited, **told["env"]}
    server_script("secrets.sh", servers_home, "stop")


def need_server(script: str, home: Path) -> None:
    """Skip, or fail where nobody would notice a skip, when the programs of a server are not installed."""
    if sys.platform.startswith("linux"):
        asked = _run(script, home, "installed")
        if asked.returncode == 0:
            return
        why = f"not installed: {asked.stdout.strip()}; run: sudo tests/servers/{script} install"
    else:
        why = f"tests/servers/{script} runs on Debian and Ubuntu"
    skip_or_fail(why)


def skip_or_fail(why: str) -> NoReturn:
    """Skip; fail where nobody would notice a skip. `why` tells a person what to do."""
    if os.environ.get("CI") and sys.platform.startswith("linux"):
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def server_script(script: str, home: Path, *arguments: str, **environ: str) -> str:
    done = _run(script, home, *arguments, **environ)
    if done.returncode != 0:
        pytest.fail(f"tests/servers/{script} {' '.join(arguments)}: {done.stderr.strip()}", pytrace=False)
    return done.stdout


def _run(script: str, home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(SERVERS / script), *arguments],
        env={**os.environ, "SERVERS_HOME": str(home), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _json_object(text: str) -> dict[str, object]:
    told = json.loads(text)
    assert isinstance(told, dict)
    return told


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
