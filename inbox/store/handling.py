"""How long conversations took that were handled one after the other, read off the log of acts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from sqlalchemy import Connection

PAUSE_S = 15 * 60
"""Between two acts further apart something else was done."""
LOOKED_AT = 40
"""Acts read for each conversation that is asked for, at most: reading is logged too, between them."""

# An answer counts for its conversation, so that answering and then finishing is handled once.
STEPS = """
SELECT a.clock, a.batch, CASE WHEN a.verb != 'queue' THEN a.subject ELSE coalesce((
  SELECT json_array('conversation', p.network, p.canonical, t.root, i.network, i.instance, i.stable_id)
  FROM delivery d JOIN conversation c ON c.id = d.conversation_id JOIN account p ON p.id = c.account_id
  JOIN thread t ON t.id = c.thread_id JOIN identity i ON i.id = c.counterpart_id
  WHERE d.key = json_extract(a.subject, '$[1]')), a.subject) END
FROM (SELECT * FROM act ORDER BY id DESC LIMIT ?) a
WHERE a.verb IN ('done', 'them', 'snooze', 'mute', 'queue') AND a."by" = 'me' AND a.undoes IS NULL
ORDER BY a.id DESC"""


def handled_seconds(connection: Connection, limit: int) -> list[float]:
    """Of the newest handled conversations at most `limit`, newest first. Several at once share their time."""
    taken: list[float] = []
    for (later, number), (earlier, _) in pairwise(_handled(connection, limit)):
        seconds = (later - earlier) / 1_000_000
        if seconds <= PAUSE_S:
            taken += [seconds / number] * number
        if len(taken) >= limit:
            break
    return taken[:limit]


def _handled(connection: Connection, limit: int) -> Iterator[tuple[int, int]]:
    """(when, how many at once), newest first; what was done to one conversation in a row is one."""
    rows = connection.exec_driver_sql(STEPS, (limit * LOOKED_AT,))
    batches = [
        (steps[0][0], {subject for _, _, subject in steps})
        for steps in (list(group) for _, group in groupby(rows, key=lambda row: row[1]))
    ]
    for about, again in groupby(batches, key=lambda batch: batch[1]):
        yield next(again)[0], len(about)
