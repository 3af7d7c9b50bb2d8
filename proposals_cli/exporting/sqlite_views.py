"""The views and the text search of an exported SQLite file: part of the interface."""

from collections.abc import Iterable, Iterator, Mapping

from proposals_cli.domain.text.languages import Languages, best_tag

TextColumns = dict[tuple[str, str], dict[str, str]]
"""(table, field) → language → its column."""

TEXT_SEARCH = """
CREATE VIRTUAL TABLE proposal_fts USING fts5 (
    title, other_titles, words, content="proposal",
    tokenize="porter unicode61 remove_diacritics 2"
);
INSERT INTO proposal_fts (proposal_fts) VALUES ('rebuild');
INSERT INTO proposal_fts (proposal_fts, rank) VALUES ('rank', 'bm25(10.0, 10.0, 2.0)');
INSERT INTO proposal_fts (proposal_fts) VALUES ('optimize');
"""

_AGENT = "coalesce({0}.person, {0}.body, {0}.as_named)"
"""The id of an agent, or its name where there is no record."""

_YEAR = "coalesce(p.year, CAST(substr(p.date, 1, 4) AS INTEGER))"

_IS_AUTHOR = "coalesce(x.role, 'author') = 'author'"

_MAIN = (
    "proposal_themes x JOIN theme t ON t.id = x.theme WHERE x.proposal = p.id AND x.position = 0"
)

_CURRENT = "WHERE x.proposal = p.id AND x.withdrawn IS NULL"

_NOT_INTERIM = "x.stage = 'replied' AND NOT coalesce(x.interim, 0)"


def views(
    texts: TextColumns, title_languages: Iterable[str], languages: Languages
) -> Iterator[str]:
    """Yield the statements that create the views.

    Args:
        texts: the columns of the texts that occur.
        title_languages: languages of titles; each has a column in ``proposals``.
        languages: those that the reader wants: a text is in the first of them that it has.
    """
    words = _Words(texts, languages)
    yield _proposals(words, title_languages)
    yield _measures(words)
    yield _actions(words)
    yield _sponsors(words)
    yield _replies(words)
    yield _theme_years(words)


class _Words:
    """Expressions for texts and names in the languages that the reader wants."""

    def __init__(self, texts: TextColumns, languages: Languages) -> None:
        self._texts = texts
        self._languages = languages

    def text(self, table: str, field: str, alias: str) -> str:
        """Return the expression for a text of a row."""
        columns = self._by_preference(self._texts.get((table, field), {}))
        names = [f'{alias}."{column}"' for column in columns]
        return f"coalesce({', '.join([*names, 'NULL', 'NULL'])})"

    def agent_name(self, alias: str) -> str:
        """Return the expression for the name of an agent: of its record, or in the source."""
        body = self.text("body", "name", "b")
        return (
            f"coalesce((SELECT n.name FROM person n WHERE n.id = {alias}.person),"
            f" (SELECT {body} FROM body b WHERE b.id = {alias}.body), {alias}.as_named,"
            f" {alias}.person, {alias}.body)"
        )

    def _by_preference(self, columns: Mapping[str, str]) -> list[str]:
        left = dict(columns)
        ordered = []
        while tag := best_tag(left, self._languages.tags):
            ordered.append(left.pop(tag))
        return [*ordered, *left.values()]


def _joined(value: str, tables: str, order: str = "x.position") -> str:
    return (
        f"(SELECT group_concat(v, '|') FROM (SELECT {value} AS v FROM {tables} ORDER BY {order}))"
    )


def _of(field: str) -> str:
    return f"proposal_{field} x WHERE x.proposal = p.id"


def _proposals(words: _Words, title_languages: Iterable[str]) -> str:
    titles = "".join(
        f"""
    (SELECT x.{column} FROM {_of("titles")} AND x.lang = '{tag}' AND x.basis IS NOT 'subject'
        ORDER BY x.position LIMIT 1) AS "title_{tag}{ending}","""
        for tag in title_languages
        for column, ending in (("text", ""), ("basis", "_basis"))
    )
    authors_first = f"{_IS_AUTHOR} DESC, x.position"
    sponsors = f"proposal_sponsors x {_CURRENT}"
    replies = f"{_of('actions')} AND x.stage = 'replied'"
    sources = "proposal_sources x JOIN source s ON s.id = x.source WHERE x.proposal = p.id"
    return f"""
CREATE VIEW proposals AS SELECT
    p.id, {_YEAR} AS year, p.date, p.body,
    (SELECT {words.text("body", "name", "b")} FROM body b WHERE b.id = p.body) AS body_name,
    p.term, p.session, p.kind, {_joined("x.value", _of("kind_terms"))} AS kind_terms,
    p.title, p.title_language,{titles}
    {_joined(_AGENT.format("x"), sponsors, authors_first)} AS people,
    {_joined(words.agent_name("x"), sponsors, authors_first)} AS people_names,
    (SELECT x.theme FROM {_MAIN}) AS main_theme,
    {_joined("x.theme", _of("themes"))} AS themes,
    (SELECT t.cap_code FROM {_MAIN}) AS cap_code,
    p.current_status AS status, p.status_basis, p.status_as_reported AS as_reported,
    (SELECT coalesce(x.date, x."when") FROM {_of("actions")} AND {_NOT_INTERIM}
        ORDER BY x.position LIMIT 1) AS replied,
    {_joined("x.value", _of("regions"))} AS regions,
    {_joined("x.value", _of("entities"))} AS entities,
    {_joined('x."key"', _of("series"))} AS series,
    {_joined('x."to"', _of("relations") + " AND x.kind = 'continues'")} AS continues,
    {_joined("x.value", _of("identifiers"))} AS official_numbers,
    {words.text("proposal", "summary_text", "p")} AS summary,
    {words.text("proposal", "problem_text", "p")} AS problem,
    (SELECT count(*) FROM {_of("measures")}) AS n_measures,
    {_joined(words.text("proposal_measures", "text", "x"), _of("measures"))} AS measures,
    (SELECT count(*) FROM {_of("actions")}) AS n_actions,
    (SELECT count(*) FROM {replies}) AS n_replies,
    (SELECT count(*) FROM {_of("sources")}) AS n_sources,
    {_joined("x.source", _of("sources"))} AS sources,
    {_joined("coalesce(s.url, '')", sources)} AS source_urls
FROM proposal p"""


def _measures(words: _Words) -> str:
    def listed(field: str) -> str:
        return _joined("x.value", f"proposal_measures_{field} x WHERE x.owner = m.id")

    return f"""
CREATE VIEW measures AS SELECT
    m.id, m.proposal, {_YEAR} AS year, p.title, p.current_status AS status,
    {words.text("proposal_measures", "text", "m")} AS text, m.area, m.horizon,
    {listed("actors")} AS actors, {listed("beneficiaries")} AS beneficiaries,
    c.source, s.publisher, s.title AS source_title, s.date, c.locator, c.quote, s.url
FROM proposal_measures m JOIN proposal p ON p.id = m.proposal
LEFT JOIN citation c ON c.claim_id = m.id LEFT JOIN source s ON s.id = c.source
ORDER BY m.proposal, m.position, c.position"""


def _agents(words: _Words) -> str:
    name = f"{words.agent_name('x')} || coalesce(' (' || x.role || ')', '')"
    return _joined(name, "proposal_actions_by x WHERE x.owner = a.id")


def _actions(words: _Words) -> str:
    return f"""
CREATE VIEW actions AS SELECT
    a.id, a.proposal, p.title, a.date, a."when", a.stage, a.interim, {_agents(words)} AS agents,
    {words.text("proposal_actions", "text", "a")} AS text, a.result, a.counts, a.number, a.session,
    {_joined("x.source", "citation x WHERE x.claim_id = a.id")} AS sources
FROM proposal_actions a JOIN proposal p ON p.id = a.proposal
ORDER BY a.proposal, a.position"""


def _sponsors(words: _Words) -> str:
    return f"""
CREATE VIEW sponsors AS SELECT
    x.proposal, {_YEAR} AS year, p.title, x.person, x.body, {words.agent_name("x")} AS name,
    x.as_named, coalesce(x.role, 'author') AS role, x.party, x.joined, x.withdrawn
FROM proposal_sponsors x JOIN proposal p ON p.id = x.proposal
ORDER BY x.proposal, x.position"""


def _replies(words: _Words) -> str:
    return f"""
CREATE VIEW replies AS SELECT
    a.id, a.proposal, p.title, p.body, p.kind, p.date AS submitted, a.date AS replied, a."when",
    CASE WHEN length(p.date) = 10 AND length(a.date) = 10
        THEN CAST(julianday(a.date) - julianday(p.date) AS INTEGER) END AS days,
    p.reply_due_date AS due, coalesce(a.interim, 0) AS interim, {_agents(words)} AS agents,
    {words.text("proposal_actions", "text", "a")} AS text, a.result, a.number
FROM proposal_actions a JOIN proposal p ON p.id = a.proposal
WHERE a.stage = 'replied'
ORDER BY a.proposal, a.position"""


def _theme_years(words: _Words) -> str:
    return f"""
CREATE VIEW theme_years AS SELECT
    x.theme, {words.text("theme", "name", "t")} AS name, {_YEAR} AS year, count(*) AS proposals
FROM proposal_themes x JOIN theme t ON t.id = x.theme JOIN proposal p ON p.id = x.proposal
GROUP BY x.theme, {_YEAR} ORDER BY x.theme, {_YEAR}"""
