"""The tables of the full-text index, in the attached database ``text``."""

from proposals_cli.domain.text.searchable import TEXT_COLUMNS, TOKENIZER

_FTS = f"""USING fts5 (
    {", ".join(TEXT_COLUMNS)}, content = '', tokenize = "{TOKENIZER}"
)"""

CREATE_TEXT_TABLES = f"""
CREATE TABLE text.meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- the documents of proposals, and those of all other records
CREATE TABLE text.doc (
    docid INTEGER PRIMARY KEY, seq INTEGER NOT NULL, day INTEGER NOT NULL, hash BLOB NOT NULL
);
CREATE TABLE text.named (facet TEXT, value TEXT, names TEXT, PRIMARY KEY (facet, value));
CREATE VIRTUAL TABLE text.fts {_FTS};
CREATE TABLE text.record_doc (
    docid INTEGER PRIMARY KEY, "table" TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL
);
CREATE UNIQUE INDEX text.record_doc_id ON record_doc ("table", id);
CREATE VIRTUAL TABLE text.record_fts {_FTS};
"""

CREATE_TEXT_INDEX = "CREATE UNIQUE INDEX text.doc_seq ON doc (seq, hash);"
"""Created after the rows are inserted, which is faster."""
