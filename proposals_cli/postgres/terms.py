"""The terms of a change: their numbers on the server, and the names by which they are found."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_proposal
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.query.facets import AGENT_FACETS
from proposals_cli.indexing.proposal_row import as_json
from proposals_cli.indexing.record_rows import AGENT_TABLES, Names, labels_of, names_in
from proposals_cli.postgres.rows import Term, name_keys
from proposals_cli.postgres.statements import Statements

if TYPE_CHECKING:
    from proposals_cli.postgres.connection import Connection

AGENT_KINDS = tuple(KIND_OF[table] for table in AGENT_TABLES)
"""The facets of the records that name agents: the first that has an id names it."""

_READ = """
WITH given AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) g(facet, value, names)),
added AS (
  INSERT INTO term (facet, value, names, others)
  SELECT g.facet, g.value, coalesce(k.names, g.names), coalesce(k.others, '[]') FROM given g
  LEFT JOIN LATERAL (
    SELECT t.names, t.others FROM term t WHERE g.facet = ANY (%s) AND t.facet = ANY (%s)
    AND md5(t.value) = md5(g.value) AND t.value = g.value AND t.names <> '{}'
    ORDER BY array_position(%s, t.facet) LIMIT 1) k ON true
  ORDER BY g.facet, g.value
  ON CONFLICT (facet, md5(value)) DO NOTHING
  RETURNING tid, facet, value)
INSERT INTO name (facet, key, tid)
  SELECT a.facet, k.key, a.tid FROM added a
  JOIN unnest(%s::text[], %s::text[], %s::text[]) k(facet, value, key)
  ON k.facet = a.facet AND k.value = a.value
  UNION SELECT a.facet, n.key, a.tid FROM added a
  JOIN term t ON a.facet = ANY (%s) AND t.facet = ANY (%s)
  AND md5(t.value) = md5(a.value) AND t.value = a.value
  JOIN name n ON n.tid = t.tid;
SELECT t.tid, t.facet, t.value, t.names, t.others
  FROM unnest(%s::text[], %s::text[]) g(facet, value)
  JOIN term t ON t.facet = g.facet AND md5(t.value) = md5(g.value) AND t.value = g.value
UNION ALL SELECT nextval(pg_get_serial_sequence('proposal', 'seq')), NULL, NULL, NULL, NULL
  FROM generate_series(1, %s)
"""

_SERIES = """
SELECT DISTINCT ON (tid) tid, p.id, o.raw FROM unnest(%s::int[]) tid
  JOIN proposal p ON p.facets @> ARRAY[tid] JOIN document o USING (seq)
  WHERE NOT p.id = ANY (%s) ORDER BY tid, p.id
"""

_NAMES = (
    "UPDATE term t SET names = g.names, others = g.others FROM (VALUES {})"
    " g(facet, value, names, others)"
    " WHERE t.facet = g.facet AND md5(t.value) = md5(g.value) AND t.value = g.value"
)
_OLD_KEYS = "DELETE FROM name WHERE tid IN ({})"


class Terms:
    """The terms that one batch of records has and had."""

    def __init__(self, connection: "Connection") -> None:
        """Take a connection with an open transaction."""
        self.seqs: list[int] = []
        """Numbers for new proposals."""
        self._connection = connection
        self._known: dict[Term, tuple[int, Names]] = {}
        self._renamed: dict[Term, Names] = {}

    def tid(self, facet: str, value: str) -> int:
        """Return the number of a term that was read."""
        return self._known[facet, _stored(value)][0]

    def names(self, what: str, id_: str) -> tuple[str, ...]:
        """Return the names of a theme or an agent; none of one that has none."""
        for facet in ("theme",) if what == "theme" else AGENT_KINDS:
            named = self._renamed.get((facet, id_)) or self._known.get((facet, id_), (0, None))[1]
            if named and named[0]:
                return (*named[0].values(), *named[1])
        return ()

    def rename(self, names: Mapping[Term, Names]) -> None:
        """Take the names that the change gives to values; to be called before ``read``."""
        self._renamed |= names

    def read(self, made: Iterable[Term], wanted: Iterable[Term], new: int) -> None:
        """Read terms, and numbers for new proposals.

        Args:
            made: terms that are added if there are none.
            wanted: further ones, if there are such.
            new: how many proposals are new.
        """
        made = dict.fromkeys((facet, _stored(value)) for facet, value in made)
        made = [term for term in made if term not in self._known]
        wanted = [*wanted, *self._with_changed_names()]
        facets, values = [facet for facet, _ in made], [value for _, value in made]
        labels = [labels_of(*term) for term in made]
        keys = [
            (*term, key)
            for term, names in zip(made, labels, strict=True)
            for key in name_keys(term[1], names.values())
        ]
        asked = [term for term in dict.fromkeys((*made, *wanted)) if term not in self._known]
        if not (asked or new):
            return
        agents, kinds = list(AGENT_FACETS), list(AGENT_KINDS)
        rows = self._connection.rows(
            _READ,
            (
                *(facets, values, list(map(as_json, labels)), agents, kinds, kinds),
                *(list(column) for column in (zip(*keys, strict=True) if keys else ([], [], []))),
                *(agents, kinds),
                *([facet for facet, _ in asked], [value for _, value in asked], new),
            ),
        )
        for tid, facet, value, names, others in rows:
            if facet is None:
                self.seqs.append(tid)
            else:
                self._known[facet, value] = tid, (json.loads(names), json.loads(others))

    def read_series(self, before: Mapping[Key, Record], after: Mapping[Key, Record]) -> None:
        """Find out how the series of the proposals are called: the first proposal by id decides."""
        first: dict[str, tuple[str, Mapping[str, str]]] = {}
        had = {s.id for one in before.values() if isinstance(one, Proposal) for s in one.series}
        for record in after.values():
            if isinstance(record, Proposal):
                for series in record.series:
                    first[series.id] = min(
                        first.get(series.id, ("\U0010ffff", {})),
                        (record.id, series.name),
                        key=lambda one: one[0],
                    )
        tids = {self.tid("series", id_): id_ for id_ in (*had, *first)}
        if not tids:
            return
        touched = [id_ for table, id_ in (*before, *after) if table == "proposals"]
        for tid, id_, raw in self._connection.rows(_SERIES, (list(tids), touched)):
            if id_ < first.get(tids[tid], ("\U0010ffff",))[0]:
                proposal = decode_proposal(raw.encode())
                name = next(one.name for one in proposal.series if one.id == tids[tid])
                first[tids[tid]] = id_, name
        for id_ in tids.values():
            names = first.get(id_, ("", {}))[1], ()
            if self._known["series", id_][1][0] != names[0]:
                self._renamed["series", id_] = names

    def renamed(self) -> tuple[list[int], list[str]]:
        """Return the terms whose names change, of those that texts contain; and their values."""
        texts = ("theme", "body", *AGENT_FACETS)
        terms = [term for term in self._with_changed_names() if term[0] in texts]
        found = [term for term in terms if term in self._known]
        return [self._known[term][0] for term in found], list(dict.fromkeys(v for _, v in terms))

    def write_names(self, statements: Statements) -> None:
        """Add the statements that give terms their new names."""
        rows, keys, tids = [], [], []
        for (facet, value), (names, others) in self._with_changed_names().items():
            if (facet, value) not in self._known:
                continue
            tid = self._known[facet, value][0]
            rows.append((facet, value, as_json(names), as_json(list(others))))
            keyed = name_keys(value, (*names.values(), *others))
            keys += [(facet, key, tid) for key in keyed]
            tids.append((tid,))
        statements.values(_NAMES, rows)
        statements.values(_OLD_KEYS.format("SELECT * FROM (VALUES {}) v"), tids)
        statements.insert("name", ("facet", "key", "tid"), keys)

    def _with_changed_names(self) -> dict[Term, Names]:
        """Return every term that gets other names; a body gives agents names if no person does."""
        found: dict[Term, Names] = {}
        for (facet, value), names in sorted(self._renamed.items(), key=_bodies_first):
            if facet in AGENT_KINDS:
                is_body = facet != AGENT_KINDS[0] and self.names("", value) != (
                    *names[0].values(),
                    *names[1],
                )
                found |= {} if is_body else {(agent, value): names for agent in AGENT_FACETS}
            found[facet, value] = names
        return found


def _stored(value: str) -> str:
    """Return a value as the server has it, which has no place for U+0000."""
    return value.replace("\0", "\ufffd")


def _bodies_first(item: tuple[Term, Names]) -> bool:
    return item[0][0] == AGENT_KINDS[0]


def named_terms(before: Mapping[Key, Record], after: Mapping[Key, Record]) -> dict[Term, Names]:
    """Return the names that records have after a change, where they differ from those before."""
    found: dict[Term, Names] = {}
    for key in (*before, *(key for key in after if key not in before)):
        old, new = (names_in(one[key]) if key in one else None for one in (before, after))
        if old != new:
            found[KIND_OF[key[0]], key[1]] = new or ({}, ())
    return found
