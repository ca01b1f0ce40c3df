"""Lists of people: everyone, the built-in segments, and segments of one's own."""

from __future__ import annotations

from functools import partial

from inbox.commands.context import Context
from inbox.commands.registry import Group, command
from inbox.core.relation import Segment


@command("navigate.people", "Go to Everyone", Group.MOVE, words="people contacts list")
def everyone(at: Context) -> None:
    at.screen.show_people(None)


def _show(segment: Segment, at: Context) -> None:
    at.screen.show_people(segment)


for _segment, _title in (
    (Segment.STARRED, "Starred"),
    (Segment.NEW_FACES, "New faces"),
    (Segment.COMING_BACK, "Coming back"),
    (Segment.REGULARS, "Regulars"),
    (Segment.SUPPORTERS, "Supporters"),
    (Segment.DRIFTING, "Drifting"),
    (Segment.PROMISED, "Waiting for my promise"),
    (Segment.CUSTOMERS, "Customers"),
):
    command(f"navigate.people_{_segment}", f"Go to {_title}", Group.MOVE, words="people segment")(
        partial(_show, _segment)
    )


@command("people.segment_new", "New segment…", Group.PEOPLE, words="save this search as a segment query people")
def new(at: Context) -> None:
    at.screen.new_segment()


@command("people.segment_edit", "Edit the segment…", Group.PEOPLE, words="rename query name people")
def edit(at: Context) -> None:
    at.screen.edit_segment()


@command("people.segment_up", "Move the segment up", Group.PEOPLE, words="reorder")
def up(at: Context) -> None:
    at.screen.move_segment(-1)


@command("people.segment_down", "Move the segment down", Group.PEOPLE, words="reorder")
def down(at: Context) -> None:
    at.screen.move_segment(1)


@command("people.segment_remove", "Remove the segment", Group.PEOPLE, words="delete forget")
def remove(at: Context) -> None:
    at.screen.remove_segment()
