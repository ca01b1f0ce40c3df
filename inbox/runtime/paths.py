"""Where things are kept. A profile is a folder: database, lock, log and, for the sample, its fake server."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from inbox.core.errors import StoreError

DATABASE = "parlour.sqlite"


def default_profile() -> Path:
    """The local, never roaming or synchronised, data folder of this user."""
    return platformdirs.user_data_path("Parlour", appauthor=False, roaming=False) / "profile"


def sample_profile() -> Path:
    """The sample people live in a folder of their own and are never mixed with real ones."""
    return platformdirs.user_data_path("Parlour", appauthor=False, roaming=False) / "sample"


def make_profile(folder: Path) -> Path:
    """The folder, made private (0700) when it is new. Raises StoreError when it cannot be made or written."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        if not folder.is_dir():
            raise StoreError(f"{folder} is a file, and no folder. Choose another with --profile.")
        if not os.access(folder, os.W_OK):
            raise StoreError(f"Nothing can be written to {folder}. Choose another folder with --profile.")
    except OSError as error:
        raise StoreError(
            f"The folder {folder} cannot be used ({error.strerror}). Choose another with --profile."
        ) from error
    return folder


def resources() -> Path:
    """The folder `resources`: beside `inbox` in the source tree and in a frozen app, inside it after `pip install`."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
