"""The tables and views of an exported SQLite file: part of the interface."""

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);

CREATE TABLE source (
    id TEXT PRIMARY KEY, kind TEXT, publisher TEXT, title TEXT, date TEXT, url TEXT,
    language TEXT, machine_translated_from TEXT, extent_read TEXT, note TEXT, text TEXT
);
CREATE TABLE person (id TEXT PRIMARY KEY, name_en TEXT, name_zh TEXT);
CREATE TABLE person_name (
    person TEXT NOT NULL REFERENCES person (id), position INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (person, position)
);
CREATE TABLE person_role (
    person TEXT NOT NULL REFERENCES person (id), position INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (person, position)
);
CREATE TABLE theme (
    id TEXT PRIMARY KEY, name_en TEXT, name_zh TEXT, description TEXT,
    cap_code INTEGER, cap_name TEXT
);
CREATE TABLE region (id TEXT PRIMARY KEY);
CREATE TABLE series (id TEXT PRIMARY KEY, name_en TEXT, name_zh TEXT);

-- words: names, measures, replies, and n-grams of the Chinese text, for the search
CREATE TABLE proposal (
    id TEXT PRIMARY KEY, year INTEGER NOT NULL, body TEXT NOT NULL, term INTEGER, session INTEGER,
    kind TEXT NOT NULL, kind_zh TEXT, kind_terms TEXT,
    title_en TEXT, title_en_basis TEXT, title_zh TEXT, title_zh_basis TEXT, topic_zh TEXT,
    title_note TEXT, problem TEXT, status TEXT NOT NULL, as_reported TEXT, continues_note TEXT,
    extra TEXT, words TEXT
);
CREATE TABLE proposal_person (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (id), PRIMARY KEY (proposal, position)
);
-- position 0 is the main theme
CREATE TABLE proposal_theme (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    theme TEXT NOT NULL REFERENCES theme (id), PRIMARY KEY (proposal, position)
);
CREATE TABLE proposal_region (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    region TEXT NOT NULL REFERENCES region (id), PRIMARY KEY (proposal, position)
);
CREATE TABLE proposal_series (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    series TEXT NOT NULL REFERENCES series (id), PRIMARY KEY (proposal, position)
);
CREATE TABLE proposal_entity (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    entity TEXT NOT NULL, PRIMARY KEY (proposal, position)
);
-- every source of a proposal; cited: a statement of it cites the source
CREATE TABLE proposal_source (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    source TEXT NOT NULL REFERENCES source (id), cited INTEGER NOT NULL,
    PRIMARY KEY (proposal, position)
);
-- earlier: an id that need not be in this file, which may contain a part of a base
CREATE TABLE proposal_continues (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    earlier TEXT NOT NULL, PRIMARY KEY (proposal, position)
);
CREATE TABLE proposal_former_id (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    former_id TEXT NOT NULL, PRIMARY KEY (proposal, position)
);
CREATE TABLE proposal_note (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    note TEXT NOT NULL, PRIMARY KEY (proposal, position)
);
CREATE TABLE identifier (
    proposal TEXT NOT NULL REFERENCES proposal (id), position INTEGER NOT NULL,
    scheme TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (proposal, position)
);
CREATE TABLE title_variant (
    id TEXT PRIMARY KEY, proposal TEXT NOT NULL REFERENCES proposal (id),
    position INTEGER NOT NULL, title_en TEXT, title_zh TEXT
);
-- id: proposal#m01
CREATE TABLE measure (
    id TEXT PRIMARY KEY, proposal TEXT NOT NULL REFERENCES proposal (id),
    position INTEGER NOT NULL, text TEXT NOT NULL, area TEXT, horizon TEXT
);
CREATE TABLE measure_actor (
    measure TEXT NOT NULL REFERENCES measure (id), position INTEGER NOT NULL,
    actor TEXT NOT NULL, PRIMARY KEY (measure, position)
);
CREATE TABLE response (
    id TEXT PRIMARY KEY, proposal TEXT NOT NULL REFERENCES proposal (id),
    position INTEGER NOT NULL, who TEXT NOT NULL, "when" TEXT, text TEXT NOT NULL
);
-- later policy that says the same, not necessarily because of the proposal
CREATE TABLE uptake (
    id TEXT PRIMARY KEY, proposal TEXT NOT NULL REFERENCES proposal (id),
    position INTEGER NOT NULL, text TEXT NOT NULL
);
-- proposals: ids joined by |, also of proposals that are not in this file
CREATE TABLE fact (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT REFERENCES person (id), year INTEGER,
    proposals TEXT, value, text TEXT NOT NULL, assessment TEXT
);
CREATE TABLE fact_proposal (
    fact TEXT NOT NULL REFERENCES fact (id), proposal TEXT NOT NULL REFERENCES proposal (id),
    PRIMARY KEY (fact, proposal)
);
CREATE TABLE note (
    id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source (id), locator TEXT,
    words TEXT NOT NULL, original TEXT, meaning TEXT NOT NULL, explanation TEXT
);
-- one place in one source for one statement: claim is the kind of statement, and one of the
-- columns before it refers to the record
CREATE TABLE citation (
    id INTEGER PRIMARY KEY, proposal TEXT REFERENCES proposal (id),
    measure TEXT REFERENCES measure (id), response TEXT REFERENCES response (id),
    uptake TEXT REFERENCES uptake (id), title_variant TEXT REFERENCES title_variant (id),
    fact TEXT REFERENCES fact (id), note TEXT REFERENCES note (id), claim TEXT NOT NULL,
    position INTEGER NOT NULL, source TEXT NOT NULL REFERENCES source (id),
    locator TEXT, quote TEXT
);
"""

INDEXES = """
CREATE INDEX proposal_year ON proposal (year);
CREATE INDEX proposal_person_person ON proposal_person (person);
CREATE INDEX proposal_theme_theme ON proposal_theme (theme);
CREATE INDEX proposal_region_region ON proposal_region (region);
CREATE INDEX proposal_series_series ON proposal_series (series);
CREATE INDEX proposal_source_source ON proposal_source (source);
CREATE INDEX measure_proposal ON measure (proposal);
CREATE INDEX response_proposal ON response (proposal);
CREATE INDEX uptake_proposal ON uptake (proposal);
CREATE INDEX title_variant_proposal ON title_variant (proposal);
CREATE INDEX fact_proposal_proposal ON fact_proposal (proposal);
CREATE INDEX note_source ON note (source);
CREATE INDEX citation_proposal ON citation (proposal);
CREATE INDEX citation_measure ON citation (measure) WHERE measure IS NOT NULL;
CREATE INDEX citation_fact ON citation (fact) WHERE fact IS NOT NULL;
CREATE INDEX citation_note ON citation (note) WHERE note IS NOT NULL;
CREATE INDEX citation_source ON citation (source);
"""

TEXT = """
CREATE VIRTUAL TABLE proposal_fts USING fts5 (
    title_en, title_zh, topic_zh, problem, words, content="proposal",
    tokenize="porter unicode61 remove_diacritics 2"
);
INSERT INTO proposal_fts (proposal_fts) VALUES ('rebuild');
INSERT INTO proposal_fts (proposal_fts, rank) VALUES ('rank', 'bm25(10.0, 10.0, 10.0, 1.0, 2.0)');
INSERT INTO proposal_fts (proposal_fts) VALUES ('optimize');
"""


def _joined(value: str, tables: str, order: str = "position") -> str:
    return (
        f"(SELECT group_concat(v, '|') FROM (SELECT {value} AS v FROM {tables} ORDER BY {order}))"
    )


def _of(name: str) -> str:
    return f"proposal_{name} x WHERE x.proposal = p.id"


_PERSON = "proposal_person x JOIN person n ON n.id = x.person WHERE x.proposal = p.id"
_SOURCE = "proposal_source x JOIN source s ON s.id = x.source WHERE x.proposal = p.id"
_MAIN = "proposal_theme x JOIN theme t ON t.id = x.theme WHERE x.proposal = p.id AND x.position = 0"

VIEWS = f"""
CREATE VIEW proposals AS SELECT
    p.id, p.year, p.body, p.term, p.session, p.kind, p.kind_zh, p.kind_terms,
    p.title_zh, p.title_zh_basis, p.title_en, p.title_en_basis, p.topic_zh,
    {_joined("x.person", _of("person"))} AS people,
    {_joined("coalesce(n.name_zh, '')", _PERSON)} AS people_zh,
    {_joined("coalesce(n.name_en, '')", _PERSON)} AS people_en,
    (SELECT x.theme FROM {_MAIN}) AS main_theme,
    {_joined("x.theme", _of("theme"))} AS themes,
    (SELECT t.cap_code FROM {_MAIN}) AS cap_code,
    p.status, p.as_reported,
    {_joined("x.who", "response x WHERE x.proposal = p.id")} AS responders,
    {_joined("x.value", "identifier x WHERE x.proposal = p.id")} AS official_numbers,
    {_joined("x.region", _of("region"))} AS regions,
    {_joined("x.entity", _of("entity"))} AS entities,
    {_joined("x.series", _of("series"))} AS series,
    {_joined("x.earlier", _of("continues"))} AS continues,
    p.problem,
    (SELECT count(*) FROM measure x WHERE x.proposal = p.id) AS n_measures,
    {_joined("x.text", "measure x WHERE x.proposal = p.id")} AS measures,
    (SELECT count(*) FROM {_of("source")}) AS n_sources,
    {_joined("x.source", _of("source"))} AS sources,
    {_joined("s.url", _SOURCE + " AND s.url IS NOT NULL")} AS source_urls
FROM proposal p;

CREATE VIEW measures AS SELECT
    m.id, m.proposal, p.year, p.title_en, p.title_zh, p.status, m.text, m.area, m.horizon,
    {_joined("x.actor", "measure_actor x WHERE x.measure = m.id")} AS actors,
    c.source, s.publisher, s.title AS source_title, s.date, c.locator, c.quote, s.url
FROM measure m JOIN proposal p ON p.id = m.proposal
LEFT JOIN citation c ON c.measure = m.id LEFT JOIN source s ON s.id = c.source
ORDER BY m.proposal, m.position, c.position;

CREATE VIEW theme_years AS SELECT
    x.theme, t.name_en, t.name_zh, p.year, count(*) AS proposals
FROM proposal_theme x JOIN theme t ON t.id = x.theme JOIN proposal p ON p.id = x.proposal
GROUP BY x.theme, p.year ORDER BY x.theme, p.year;
"""
