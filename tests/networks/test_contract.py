"""What every network keeps, whichever the registry finds."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import inbox.networks
from inbox.core.model import Can, Verb
from inbox.networks import registry
from inbox.networks.api import Client, Declaration, Safety

FOLDER = Path(inbox.networks.__path__[0])
NEEDS = {Verb.REPLY: Can.REPLY, Verb.LIKE: Can.LIKE, Verb.UNLIKE: Can.LIKE, Verb.MODERATE: Can.MODERATE}
IMPURE = {
    "requests",
    "urllib3",
    "socket",
    "ssl",
    "sqlite3",
    "sqlalchemy",
    "threading",
    "PySide6",
    "time",
    "random",
    "os",
}

every_network = pytest.mark.parametrize("network", registry.declarations(), ids=lambda each: each.id)


@every_network
def test_a_declaration_is_complete(network: Declaration) -> None:
    assert network.id == registry.declaration(network.id).id
    assert (FOLDER / network.id).is_dir()
    assert network.title
    assert network.place_word == network.place_word.lower() != ""
    for sentence in (network.reads, network.writes, *network.without.values()):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    assert network.can & Can.READ
    assert network.limit.most > 0
    assert 30 <= network.sync_every_s <= 3600
    assert network.tested_against or network.hidden


@every_network
def test_each_verb_is_either_safe_to_retry_in_a_declared_way_or_explained(network: Declaration) -> None:
    for verb, needed in NEEDS.items():
        if network.can & needed:
            assert verb in network.retries
            assert verb not in network.without
            rule = network.retries[verb]
            assert rule.settle_s > 0
            assert (rule.key_life_s > 0) == (rule.safety is Safety.KEYED)
        else:
            assert verb not in network.retries
            assert network.without[verb]


@every_network
def test_sign_in_fields_have_names_and_keep_passwords_secret(network: Declaration) -> None:
    names = [each.name for each in network.sign_in]
    assert len(set(names)) == len(names)
    for each in network.sign_in:
        assert each.label
        assert each.name.isidentifier()
        assert each.secret == any(word in each.name for word in ("password", "token", "secret", "key"))


@every_network
def test_the_badge_can_be_drawn(network: Declaration) -> None:
    icon = QSvgRenderer(QByteArray((FOLDER / network.id / "icon.svg").read_bytes()))
    assert icon.isValid()
    assert icon.defaultSize().width() == icon.defaultSize().height()
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon.render(painter)
    painter.end()
    assert sum(image.pixelColor(x, y).alpha() > 0 for x in range(16) for y in range(16)) > 40


@every_network
def test_a_client_offers_the_two_functions(network: Declaration) -> None:
    client = registry.client(network.id)
    for name in ("find", "open_place"):
        expected = list(inspect.signature(getattr(Client, name)).parameters)[1:]
        assert list(inspect.signature(getattr(client, name)).parameters) == expected


@every_network
def test_reading_is_pure(network: Declaration) -> None:
    tree = ast.parse((FOLDER / network.id / "reading.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name.split(".")[0] in IMPURE} == set()
    within = ("inbox.networks.api", f"inbox.networks.{network.id}")
    assert [name for name in imported if name.startswith("inbox.networks") and not name.startswith(within)] == []
    assert {name for name in imported if name.startswith("inbox.") and not name.startswith("inbox.networks")} <= {
        f"inbox.core.{room}" for room in ("clock", "errors", "fetched", "lately", "measure", "model", "text")
    }
