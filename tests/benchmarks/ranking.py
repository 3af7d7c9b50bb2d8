"""Compare what a search shows of very many matches with a ranking of all of them.

::

    python -m tests.benchmarks.ranking base.json [--ranked 2000]

Searches for pairs of common words of the base. Quality is the sum of the exact scores of the
twenty shown, divided by that of the best twenty; agreement is the share of the ten best that are
among the first ten. ``--ranked`` changes how many matches are ranked, to see a larger base in a
small one.
"""

import argparse
import itertools
import random
import sys
import tempfile
import time
from pathlib import Path

from proposals_cli.domain.query.query import And, ContainsText, Query
from proposals_cli.index import ranked_ranges, text_search
from proposals_cli.index.sqlite_index import SqliteIndex

PAIRS, SHOWN, COMPARED = 60, 20, 10

_COMMON = (
    "SELECT term FROM temp.words WHERE doc BETWEEN ? AND ? AND term GLOB '[a-z]*'"
    " AND length(term) > 3 ORDER BY doc DESC LIMIT 60"
)
"""Words of less than half of all proposals: those of more count for nothing."""


def shown(index: SqliteIndex, query: Query, ranked: int) -> tuple[list[tuple[int, float]], float]:
    """Return (number, score) of what a search shows, and its seconds."""
    ranked_ranges.MAX_RANKED = ranked
    started = time.process_time()
    found = list(text_search.ranked(index.file.with_text(), query, lambda _: []))
    return found, time.process_time() - started


def compare(index: SqliteIndex, ranked: int) -> str:
    """Return a line of the quality, agreement and time of pairs of common words."""
    connection = index.file.with_text()
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab ('text', 'fts', 'row')"
    )
    (total,) = connection.execute("SELECT count(*) FROM text.doc").fetchone()
    words = [word for (word,) in connection.execute(_COMMON, (ranked, total // 2))]
    pairs = list(itertools.combinations(words, 2))
    random.Random(4).shuffle(pairs)
    qualities, agreements, bounded, exact = [], [], [], []
    for pair in pairs[:PAIRS]:
        query = Query(And(tuple(map(ContainsText, pair))), limit=SHOWN)
        best, exact_time = shown(index, query, ranked_ranges.LAST)
        found, bounded_time = shown(index, query, ranked)
        if not best or found == best:
            continue  # few matches, all of which were ranked
        qualities.append(sum(s for _, s in found) / sum(s for _, s in best))
        top = {seq for seq, _ in best[:COMPARED]}
        agreements.append(len(top & {seq for seq, _ in found[:COMPARED]}) / COMPARED)
        bounded.append(bounded_time)
        exact.append(exact_time)
    if not qualities:
        return f"{total:,} proposals: no two words have more than {ranked:,} matches."
    count = len(qualities)
    return (
        f"{total:,} proposals, {ranked:,} ranked, {count} searches:"
        f" quality {sum(qualities) / count:.3f} (lowest {min(qualities):.3f}),"
        f" agreement of the first {COMPARED} {sum(agreements) / count:.2f},"
        f" {1000 * sum(bounded) / count:.0f} ms instead of {1000 * sum(exact) / count:.0f}"
    )


def main() -> None:
    """Compare on one base."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base", type=Path)
    parser.add_argument("--ranked", type=int, default=ranked_ranges.MAX_RANKED)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = SqliteIndex(arguments.base, Path(folder))
        sys.stdout.write(compare(index, arguments.ranked) + "\n")
        index.close()


if __name__ == "__main__":
    main()
