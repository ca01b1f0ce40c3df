"""The lines of the key sheet: two ways of one movement share a line, and so do the nine views."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.commands.keymap import Keymap, shown
from inbox.commands.registry import Command, Group

Groups = list[tuple[str, list[tuple[str, str]]]]
TOGETHER: dict[str, tuple[str, tuple[str, ...], str]] = {
    "navigate.next": ("Next / previous conversation", ("navigate.previous",), " / "),
    "navigate.next_message": ("Next / previous message", ("navigate.previous_message",), " / "),
    "navigate.next_person": ("Next / previous person", ("navigate.previous_person",), " / "),
    "navigate.first": ("First / last conversation", ("navigate.last",), " / "),
    "navigate.next_pane": ("Next / previous pane", ("navigate.previous_pane",), " / "),
    "navigate.view_1": ("Go to a line of the sidebar", tuple(f"navigate.view_{n}" for n in range(2, 10)), " … "),
    "app.larger": ("Larger / smaller text", ("app.smaller",), " / "),
}
"""The first command of a line -> its words, the others on it, and what stands between the first and the last key."""


def with_views(groups: Groups, views: Mapping[str, str]) -> Groups:
    """Behind the digits of the sidebar, those that are views' own: the key -> the view's name."""
    nth = TOGETHER["navigate.view_1"][0]
    told = [(key, f"View “{name}”") for key, name in sorted(views.items())]
    return [
        (group, [one for line in lines for one in ((line, *told) if line[1] == nth else (line,))])
        for group, lines in groups
    ]


def lines_of(known: dict[str, Command], keymap: Keymap, *, mac: bool) -> Groups:
    """By group, in the order of the registry; groups without a key are left out."""
    keys = {id: found[0] for id in known if (found := keymap.keys_of(id))}
    merged = {
        first: (words, others, between)
        for first, (words, others, between) in TOGETHER.items()
        if all(id in keys for id in (first, *others))
    }
    swallowed = {id for _, others, _ in merged.values() for id in others}
    groups: Groups = []
    for group in Group:
        lines: list[tuple[str, str]] = []
        for id, command in known.items():
            if command.group is not group or id not in keys or id in swallowed:
                continue
            key, title = shown(keys[id], mac=mac), command.title
            if id in merged:
                title, others, between = merged[id]
                key = f"{key}{between}{shown(keys[others[-1]], mac=mac)}"
            lines.append((key, title))
        if lines:
            groups.append((str(group), lines))
    return groups
