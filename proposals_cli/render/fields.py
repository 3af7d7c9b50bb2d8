"""All fields of lists in one place: key, headings and the source of the value.

The key is the name for ``--columns`` and in JSON and CSV. Table and machine formats read the same
value.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.presenting.titles import shown_title, title_in
from proposals_cli.domain.text.highlights import highlighted_spans, without_highlights
from proposals_cli.domain.text.languages import Languages, canonical_tag

if TYPE_CHECKING:
    from proposals_cli.domain.checking.rules import Finding
    from proposals_cli.domain.model.change import JournalEntry
    from proposals_cli.domain.model.parts import Change
    from proposals_cli.domain.ports import Hit, Summary
    from proposals_cli.knowledge_base import ProposalRow

Value: TypeAlias = "str | int | float | bool | tuple[Value, ...] | Mapping[str, Value] | None"
"""What a cell contains: a JSON value."""

Role = Literal["id", "word", "number", "text", "link"]
"""How a column behaves in a table: ids are never cut, text takes the room that is left."""

Row_contra = TypeVar("Row_contra", contravariant=True)


class Field(NamedTuple, Generic[Row_contra]):
    """A column: ``get`` takes a row; ``facet`` names the vocabulary that its values come from."""

    key: str
    en: str
    zh: str
    get: Callable[[Row_contra], Value]
    role: Role = "word"
    facet: str | None = None
    needs_record: bool = False
    """Whether the value is in the complete record only, not in the index's summary."""

    def heading(self, lang: str) -> str:
        """Return the column's heading."""
        return self.zh if lang == "zh" else self.en


class HasSummary(Protocol):
    """A row about one proposal."""

    @property
    def summary(self) -> "Summary":
        """The proposal as lists show it."""


def by_key(*fields: Field[Row_contra]) -> Mapping[str, Field[Row_contra]]:
    """Return fields by their keys."""
    return {field.key: field for field in fields}


def column_of(key: str, tag: str) -> str:
    """Return the key of a text's column in one language.

    >>> column_of("title", "zh-Hant")
    'title_zh_hant'
    """
    return f"{key}_{tag.replace('-', '_').lower()}"


def tags_asked(key: str, columns: str | None) -> list[str]:
    """Return the languages of the columns of a text that ``--columns`` names.

    >>> tags_asked("title", "id, Title-zh_Hant, title_language")
    ['zh-Hant']
    """
    names = (name.strip().lower().replace("-", "_") for name in (columns or "").split(","))
    tags = (canonical_tag(name[len(key) + 1 :]) for name in names if name.startswith(f"{key}_"))
    return [tag for tag in tags if tag]


# -- proposals -----------------------------------------------------------------------------------


def title_fields(
    languages: Languages, tags: Iterable[str] = (), *, for_people: bool = False
) -> Iterator[Field[HasSummary]]:
    """Yield the columns of titles: in the reader's language, all of them, and one for each tag.

    ``for_people``: never empty; a subject or the number stands for a title that is not known.
    """

    def title(row: HasSummary) -> str | None:
        if for_people:
            return shown_title(row.summary, languages)
        text, tag = row.summary.title(languages)
        return text if tag else None

    def in_language(tag: str) -> Callable[[HasSummary], str | None]:
        if not for_people:
            return lambda row: row.summary.titles.get(tag)
        if tag == languages.tags[0]:  # the title in another language where it has none in these
            return lambda row: title_in(row.summary, tag) or _only_title(row.summary, languages)
        return lambda row: title_in(row.summary, tag)

    yield Field("title", "title", "题名", title, "text")
    yield Field("title_language", "language", "语言", lambda row: row.summary.title(languages)[1])
    yield Field("titles", "titles", "各语言题名", lambda row: row.summary.titles, "text")
    yield Field(
        "subject",
        "subject",
        "主题词",
        lambda row: languages.text(row.summary.subjects) or None,
        "text",
    )
    for tag in dict.fromkeys((*languages.tags, *tags)):
        english, chinese = (language_name(tag, lang) for lang in ("en", "zh"))
        headings = f"title ({english})", f"{chinese}题名"
        yield Field(column_of("title", tag), *headings, in_language(tag), "text")


def _only_title(summary: "Summary", languages: Languages) -> str | None:
    wanted = any(title_in(summary, tag) for tag in languages.tags)
    return None if wanted else shown_title(summary, languages)


def title_keys(languages: Languages) -> tuple[str, ...]:
    """Return the columns that show titles in a table."""
    if not languages.each:
        return ("title",)
    return tuple(column_of("title", tag) for tag in languages.tags)


SUMMARY_FIELDS: Mapping[str, Field[HasSummary]] = by_key(
    Field("id", "id", "编号", lambda row: row.summary.id, "id"),
    Field("year", "year", "年份", lambda row: row.summary.year, "number"),
    Field("date", "date", "日期", lambda row: row.summary.date),
    # a hit that is no proposal may have none of these three
    Field("body", "body", "机构", lambda row: row.summary.body or None, facet="body"),
    Field("kind", "kind", "类型", lambda row: row.summary.kind or None, facet="kind"),
    Field("status", "status", "状态", lambda row: row.summary.status or None, facet="status"),
    Field("number", "number", "官方编号", lambda row: row.summary.number),
    Field("people", "people", "提出人", lambda row: row.summary.people, facet="person"),
    Field("themes", "themes", "主题", lambda row: row.summary.themes, facet="theme"),
    Field("regions", "regions", "地区", lambda row: row.summary.regions, facet="region"),
    Field("series", "series", "系列", lambda row: row.summary.series, facet="series"),
    Field("measures", "measures", "措施", lambda row: row.summary.measures, "number"),
    Field("sources", "sources", "来源", lambda row: row.summary.sources, "number"),
)


def _record_fields(languages: Languages) -> Iterator[Field["ProposalRow"]]:
    """Yield the columns that need the complete record: every field that the table has."""

    def own(name: str) -> Callable[["ProposalRow"], Value]:
        return lambda row: plain_value(getattr(row.record, name), languages)

    def record(
        key: str, en: str, zh: str, get: Callable[["ProposalRow"], Value], role: Role = "word"
    ) -> Field["ProposalRow"]:
        return Field(key, en, zh, get, role, needs_record=True)

    for name, line in FIELDS["Proposal"].items():
        if name not in SUMMARY_FIELDS and name != "titles":
            yield record(name, line.en.lower(), line.zh, own(name), "text")
    yield record(
        "areas",
        "areas",
        "领域",
        lambda row: tuple(dict.fromkeys(m.area for m in row.record.measures if m.area)),
    )
    yield record("continues", "continues", "承接", lambda row: row.record.continues)
    yield record("replies", "replies", "答复", lambda row: len(row.record.replies), "number")


def proposal_fields(
    languages: Languages, tags: Iterable[str] = (), *, for_people: bool = False
) -> Mapping[str, Field["ProposalRow"]]:
    """Return all columns of proposals for a reader; ``tags``: languages with a title column."""
    titles = by_key(*title_fields(languages, tags, for_people=for_people))
    return {**titles, **SUMMARY_FIELDS, **by_key(*_record_fields(languages))}


PROPOSAL_KEYS = (
    "id",
    "year",
    "date",
    "body",
    "kind",
    "status",
    "title",
    "title_language",
    "titles",
    "people",
    "themes",
    "regions",
    "series",
    "measures",
    "sources",
)
"""The default keys of a proposal in machine formats: part of the interface."""


def flat_keys(keys: Iterable[str], tags: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return keys for a format without objects: ``title_zh`` and others in place of ``titles``.

    Args:
        keys: of columns.
        tags: key of an object → the languages that occur in it.
    """
    flat = {key: [column_of(key[:-1], tag) for tag in known] for key, known in tags.items()}
    return tuple(new for key in keys for new in flat.get(key, [key]))


def hit_fields(
    languages: Languages, tags: Iterable[str] = (), *, for_people: bool = False
) -> Mapping[str, Field["Hit"]]:
    """Return all columns of the hits of a search."""
    return by_key(
        *title_fields(languages, tags, for_people=for_people),
        *SUMMARY_FIELDS.values(),
        Field("record", "record", "记录", lambda row: row.record),
        Field("score", "score", "得分", lambda row: round(row.score, 3), "number"),
        Field("place", "where", "位置", lambda row: row.place),
        Field("snippet", "match", "匹配", lambda row: without_highlights(row.text), "text"),
        Field("marks", "marks", "标记", lambda row: highlighted_spans(row.text)),
    )


HIT_KEYS = (*PROPOSAL_KEYS, "record", "score", "place", "snippet", "marks")


def plain_value(value: object, languages: Languages) -> Value:
    """Return the value of a field of a record as JSON; a statement is its text for the reader."""
    from msgspec import to_builtins  # only for columns that need a record

    from proposals_cli.domain.model.parts import Statement

    match value:
        case Statement():
            return languages.text(value.text)
        case tuple():
            return tuple(to_builtins(one) for one in value)
        case _:
            plain: Value = to_builtins(value)
            return plain


# -- changes and findings ------------------------------------------------------------------------

LOG_FIELDS: Mapping[str, Field["Change | JournalEntry"]] = by_key(
    Field("number", "no.", "序号", lambda row: getattr(row, "number", None), "number"),
    Field("when", "when (UTC)", "时间", lambda row: row.when),
    Field("who", "who", "修改者", lambda row: getattr(row, "who", None)),
    Field("what", "what", "内容", lambda row: row.what, "text"),
    Field("why", "why", "原因", lambda row: row.why, "text"),
)
FINDING_FIELDS: Mapping[str, Field["Finding"]] = by_key(
    Field("severity", "severity", "级别", lambda row: row.severity),
    Field("rule", "rule", "规则", lambda row: row.rule),
    Field("table", "table", "表", lambda row: row.table),
    Field("id", "id", "编号", lambda row: row.id, "id"),
    Field("message", "message", "说明", lambda row: row.message, "text"),
)
