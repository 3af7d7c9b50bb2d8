"""Write one change: the rows of its records, and of what depends on them.

All of it is within a transaction. The records are locked first and compared with what the change
started from, so that of two editors of one record the second is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from proposals_cli.domain.model.change import ChangeSet, Key
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.encoded_records import encoded
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.query.facets import EXTRA
from proposals_cli.domain.text.searchable import passages_of
from proposals_cli.errors import ConflictError
from proposals_cli.indexing.record_rows import names_in
from proposals_cli.postgres.rows import COLUMNS, Row, Rows, Term, terms_of, today
from proposals_cli.postgres.statements import Statements
from proposals_cli.postgres.terms import AGENT_KINDS, Terms, named_terms

if TYPE_CHECKING:
    from proposals_cli.postgres.connection import Connection

BATCH = 1_000
"""Records of a change that are written together."""

_LOCKED = """
WITH p AS (SELECT p.id, o.raw, p.seq FROM proposal p JOIN document o USING (seq)
  WHERE p.id = ANY (%s) ORDER BY p.id FOR UPDATE OF p),
r AS (SELECT "table", id, raw FROM record
  WHERE ("table", id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
  ORDER BY "table", id FOR UPDATE)
SELECT 'proposals', id, raw, seq FROM p UNION ALL SELECT "table", id, raw, NULL FROM r
"""

_OLD_COUNTS = """
INSERT INTO counted SELECT tid, CASE WHEN t.facet = 'theme' THEN p.year END, -count(*)
  FROM proposal p CROSS JOIN unnest(p.facets) tid JOIN term t USING (tid)
  WHERE p.seq = ANY (%s) GROUP BY 1, 2;
INSERT INTO counted SELECT 0, year, -count(*) FROM proposal WHERE seq = ANY (%s) GROUP BY year;
INSERT INTO counted SELECT -1, NULL, -coalesce(sum(measures), 0) FROM proposal WHERE seq = ANY (%s)
"""

_OLD_TOKENS = (
    "INSERT INTO counted SELECT -2, NULL, -coalesce(sum(tokens), 0) FROM words"
    " WHERE seq = ANY (%s); DELETE FROM words WHERE seq = ANY (%s)"
)

_DEPENDENT_PROPOSALS = """
SELECT p.seq, o.raw FROM proposal p JOIN document o USING (seq)
  WHERE p.facets && %s::int[] AND NOT p.id = ANY (%s)
"""

_DEPENDENT_RECORDS = """
SELECT DISTINCT r."table", r.id, r.raw FROM unnest(%s::text[]) wanted
  JOIN pointer x ON md5(x.target) = md5(wanted) AND x.target = wanted
  JOIN record r USING ("table", id)
"""


class Changing:
    """Writes the records of one change within the open transaction of a connection."""

    def __init__(self, connection: "Connection", write: ChangeSet, token: str) -> None:
        """Take the connection, the change, and the token by which it is found again."""
        self._connection = connection
        self._write = write
        self._token = token
        self._day = today()

    def run(self) -> None:
        """Write all records, and what the journal says of them.

        Raises:
            ConflictError: a record is not what the change started from.
        """
        # small tables first: they have the names that the texts of proposals contain
        touched = iter(sorted(self._write.touched(), key=lambda key: key[0] == "proposals"))
        while keys := list(islice(touched, BATCH)):
            self._write_batch(keys)

    def _write_batch(self, keys: Sequence[Key]) -> None:
        seqs = self._locked(keys)
        after = {key: self._write.after[key] for key in keys if key in self._write.after}
        before = {key: self._write.before[key] for key in keys if key in self._write.before}
        new = [key for key in after if key[0] == "proposals" and key not in seqs]
        terms = Terms(self._connection)
        terms.rename(named_terms(before, after))
        terms.read(self._terms_made(after), self._terms_wanted(before, after), len(new))
        terms.read_series(before, after)
        seqs |= dict(zip(new, terms.seqs, strict=True))
        rows = Rows(terms.tid, terms.names, self._day)
        for key, record in after.items():
            if isinstance(record, Proposal):
                rows.add_proposal(seqs[key], record)
            else:
                rows.add_record(record)
        statements = Statements()
        old = [seqs[key] for key in before if key in seqs]
        self._without_old(statements, old, before, terms)
        self._with_dependent(statements, rows, terms, keys)
        rows.write(lambda table, found: statements.insert(table, COLUMNS[table], found))
        counts = [(tid, year, n) for (tid, year), n in rows.counts.items() if n]
        statements.insert("counted", COLUMNS["counted"], counts)
        terms.write_names(statements)
        self._journal(statements, keys)
        statements.run(self._connection)

    def _locked(self, keys: Sequence[Key]) -> dict[Key, int]:
        """Lock the stored records of these keys and return the numbers of proposals.

        Raises:
            ConflictError: one of them is not what the change started from.
        """
        proposals = [id_ for table, id_ in keys if table == "proposals"]
        others = [key for key in keys if key[0] != "proposals"]
        found = self._connection.rows(
            _LOCKED, (proposals, [table for table, _ in others], [id_ for _, id_ in others])
        )
        stored = {(table, id_): raw for table, id_, raw, _ in found}
        for key in keys:
            expected = self._write.before.get(key)
            raw = stored.get(key)
            kept = None if raw is None else decode_record(key[0], raw.encode())
            if kept != expected:
                raise ConflictError(
                    f"'{key[1]}' in {key[0]} was changed by somebody else in the meantime.",
                    "Nothing was written. Run the command again.",
                )
        return {(table, id_): seq for table, id_, _, seq in found if seq is not None}

    def _terms_made(self, after: Mapping[Key, Record]) -> Iterator[Term]:
        """Yield the terms that records have."""
        for (table, id_), record in after.items():
            if isinstance(record, Proposal):
                yield from terms_of(record, self._day)
            elif names_in(record):
                yield KIND_OF[table], id_

    def _terms_wanted(
        self, before: Mapping[Key, Record], after: Mapping[Key, Record]
    ) -> Iterator[Term]:
        """Yield the terms of earlier records that are counted, and those that texts name."""
        for record in before.values():
            if isinstance(record, Proposal):
                yield from ((EXTRA, name) for name in record.extra)
                yield from (("series", series.id) for series in record.series)
        for (table, _), record in after.items():
            yield from _named_in(table, encode_record(record))

    def _without_old(
        self,
        statements: Statements,
        seqs: list[int],
        before: Mapping[Key, Record],
        terms: Terms,
    ) -> None:
        """Remove the rows of records as they were."""
        if seqs:
            statements.add(_OLD_COUNTS, (seqs, seqs, seqs))
            statements.add(_OLD_TOKENS, (seqs, seqs))
            for table in ("document", "reply", "proposal"):
                statements.add(f"DELETE FROM {table} WHERE seq = ANY (%s)", (seqs,))
        for table, id_ in before:
            where = ' WHERE "table" = %s AND id = %s'
            statements.add(f"DELETE FROM former{where}", (table, id_))
            if table == "proposals":
                statements.add("DELETE FROM alias WHERE id = %s", (id_,))
                continue
            for name in ("record", "record_words", "pointer"):
                statements.add(f"DELETE FROM {name}{where}", (table, id_))
        lost = [
            (terms.tid(EXTRA, name), None, -1)
            for record in before.values()
            if isinstance(record, Proposal)
            for name in record.extra
        ]
        statements.insert("counted", COLUMNS["counted"], lost)

    def _with_dependent(
        self, statements: Statements, rows: Rows, terms: Terms, keys: Sequence[Key]
    ) -> None:
        """Write the words of other records again that contain names which change."""
        tids, ids = terms.renamed()
        if not ids:
            return
        proposals = [id_ for table, id_ in keys if table == "proposals"]
        found: list[tuple[str, Row, str, bytes]] = [
            ("words", (seq,), "proposals", raw.encode())
            for seq, raw in self._connection.rows(_DEPENDENT_PROPOSALS, (tids, proposals))
        ]
        found += [
            ("record_words", (table, id_), table, raw.encode())
            for table, id_, raw in self._connection.rows(_DEPENDENT_RECORDS, (ids,))
            if (table, id_) not in keys
        ]
        needed: dict[Term, None] = {}
        for _, _, table, raw in found:
            needed |= dict.fromkeys(_named_in(table, raw))
        terms.read((), needed, 0)
        seqs = [key[0] for rows_, key, _, _ in found if rows_ == "words"]
        statements.add(_OLD_TOKENS, (seqs, seqs))
        for rows_, key, table, raw in found:
            if rows_ == "record_words":
                statements.add('DELETE FROM record_words WHERE "table" = %s AND id = %s', key)
            rows.add_text(rows_, key, table, raw)

    def _journal(self, statements: Statements, keys: Iterable[Key]) -> None:
        """Note what the records were, and the hashes of what they are."""
        changed = [
            (
                self._token,
                *key,
                encoded(self._write.before, key).decode() if key in self._write.before else None,
                digest(encoded(self._write.after, key)) if key in self._write.after else None,
            )
            for key in keys
        ]
        statements.values(
            'INSERT INTO changed (number, "table", id, before, after)'
            ' SELECT c.number, v."table", v.id, v.before, v.after FROM (VALUES {})'
            ' v(token, "table", id, before, after) JOIN change c ON c.token = v.token',
            changed,
        )


def _named_in(table: str, raw: bytes) -> list[Term]:
    """Return the terms whose names the text of a record contains."""
    found: dict[Term, None] = {}

    def note(what: str, id_: str) -> tuple[str, ...]:
        facets = ("theme",) if what == "theme" else AGENT_KINDS
        found.update(dict.fromkeys((facet, id_) for facet in facets))
        return ()

    passages_of(msgspec.json.decode(raw), note, table)
    return list(found)


def digest(raw: bytes) -> str:
    """Return the hash that stands for a record in the journal."""
    return sha256(raw).hexdigest()
