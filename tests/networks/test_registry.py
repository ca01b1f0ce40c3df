"""Networks are found by their folder, and cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import inbox.networks
from inbox.networks import registry


def test_every_folder_with_a_client_is_found() -> None:
    folders = {path.parent.name for path in Path(inbox.networks.__path__[0]).glob("*/client.py")}
    assert {each.id for each in registry.declarations()} == folders
    assert "wordpress" in folders


def test_hidden_networks_come_last_and_the_others_by_title() -> None:
    order = [(each.hidden, each.title.casefold()) for each in registry.declarations()]
    assert order == sorted(order)


def test_a_network_of_a_newer_parlour_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        registry.declaration("telepathy")
    with pytest.raises(KeyError):
        registry.client("telepathy")


def test_reading_the_declarations_imports_no_client_and_no_http() -> None:
    code = (
        "import sys; from inbox.networks import registry; registry.declarations(); "
        "print([name for name in ('requests', 'urllib3', 'truststore', 'PySide6') if name in sys.modules], "
        "[name for name in sys.modules if name.startswith('inbox.networks.') and name.endswith('.client')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert said.stdout.strip() == "[] []"
