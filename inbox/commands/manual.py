"""The manual's page of commands and keys, written from the registry and the keymap (`docs/commands.md`)."""

from __future__ import annotations

from pathlib import Path

from inbox.commands import keymap, registry

HEAD = """# Commands and keys

Written by the code (`python3 -m tests.docs`); a test fails when it is out of date.

Every action is a command with a name. It is in the menus, in the palette (Ctrl K) and on the key sheet (?). Keys are
lines of `resources/keymap.toml`. On a Mac, Ctrl is Cmd. Single keys are silent where text is written and while an input
method composes; keys in a row (G I) wait 900 ms for the next.

Keys of your own go into a file `keymap.toml` in the folder of the profile, written in the same way; its lines are laid
over the shipped ones when Parlour starts: `"Y" = "triage.done"` gives done a second key, `"E" = ""` frees a key. A file
that cannot be read changes nothing and is named in a notice.
"""


def page(resources: Path) -> str:
    """Markdown: one table a group."""
    known = registry.commands()
    schemes = keymap.load(resources / keymap.FILE, set(known))
    parts = [HEAD]
    for group in registry.Group:
        rows = [one for one in known.values() if one.group is group]
        lines = [
            f"\n## {group}\n",
            f"| command | what it does | {' | '.join(schemes)} |",
            f"| --- | --- |{' --- |' * len(schemes)}",
        ]
        for one in rows:
            keys = " | ".join(
                ", ".join(f"`{keymap.shown(key, mac=False)}`" for key in scheme.keys_of(one.id))
                for scheme in schemes.values()
            )
            lines.append(f"| `{one.id}` | {one.title} | {keys} |")
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)
