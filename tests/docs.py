"""Pages written by the code: `python3 -m tests.docs` writes them anew, `test_docs.py` compares."""

from __future__ import annotations

from pathlib import Path

from inbox.archives import catalogue as archives
from inbox.commands import manual
from inbox.networks import catalogue

ROOT = Path(__file__).parents[1]


def pages() -> dict[Path, str]:
    """File -> what it should say."""
    return {
        ROOT / "docs" / "commands.md": manual.page(ROOT / "resources"),
        ROOT / "docs" / "networks.md": catalogue.page(),
        ROOT / "docs" / "archives.md": archives.page(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, "utf-8", newline="\n")
        print(path.relative_to(ROOT))
