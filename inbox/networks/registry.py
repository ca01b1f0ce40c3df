"""Which networks there are: every folder beside this file whose `__init__` declares a `NETWORK` (decision 38).

A declaration is light data and read at once; a client brings `requests` and is imported on first use.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import cast

import inbox.networks
from inbox.networks.api import Client, Declaration


@cache
def declarations() -> tuple[Declaration, ...]:
    """Every network's declaration in order of its title, hidden ones (the sample) last."""
    found = (importlib.import_module(name).NETWORK for name in _packages())
    return tuple(sorted(found, key=lambda each: (each.hidden, each.title.casefold())))


def declaration(network: str) -> Declaration:
    """Raises KeyError for a network that is not installed, such as one of a newer Parlour's database."""
    return _by_id()[network]


def client(network: str) -> Client:
    """The network's `client` module, imported now. Raises KeyError like `declaration`."""
    declaration(network)
    return cast("Client", importlib.import_module(f"{inbox.networks.__name__}.{network}.client"))


@cache
def _by_id() -> dict[str, Declaration]:
    return {each.id: each for each in declarations()}


def _packages() -> list[str]:
    """pkgutil also lists what a frozen app carries in its archive, where a look at the folder would find nothing."""
    folders = pkgutil.iter_modules(inbox.networks.__path__, f"{inbox.networks.__name__}.")
    return sorted(module.name for module in folders if module.ispkg)
