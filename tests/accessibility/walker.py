"""What a screen reader is told about Parlour's window, as JSON: run by the system's Python, which has pyatspi.

Usage: walker.py SECONDS: waits at most so long until Parlour is there, then walks the whole tree, depth first. Each
node has `role`, `name`, `description`, `states`, and `parent`, the number of the node that it is in (-1: none).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pyatspi

STATES = ("focusable", "focused", "selected", "showing")


def application() -> Any:
    """Parlour among the applications of the bus, or None."""
    return next((one for one in pyatspi.Registry.getDesktop(0) if one is not None and one.name == "Parlour"), None)


def nodes(root: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [(root, -1)]
    while waiting:
        node, parent = waiting.pop()
        states = node.getState()
        found.append(
            {
                "role": node.getRoleName(),
                "name": node.name or "",
                "description": node.description or "",
                "states": [one for one in STATES if states.contains(getattr(pyatspi, f"STATE_{one.upper()}"))],
                "parent": parent,
            }
        )
        here = len(found) - 1
        waiting += [(child, here) for child in reversed(list(node)) if child is not None]
    return found


def main() -> int:
    until = time.monotonic() + float(sys.argv[1])
    while (app := application()) is None or not app.childCount:
        if time.monotonic() > until:
            print("Parlour does not appear on the accessibility bus.", file=sys.stderr)
            return 1
        time.sleep(0.1)
    json.dump(nodes(app), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
