"""All fields of lists in one place: key, headings and the source of the value.

The key is the name for ``--columns`` and in JSON and CSV. Table and machine formats read the same
value.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from proposals_cli.domain.text.highlights import highlighted_spans, without_highlights

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


def _english_title(row: HasSummary) -> str | None:
    """Return the English title, or the Chinese one if there is no English one."""
    return row.summary.title_en or row.summary.title_zh


def _chinese_title(row: HasSummary) -> str | None:
    """Return the Chinese title, or the subject in brackets if the exact title is unknown."""
    summary = row.summary
    topic = f"〔{summary.topic_zh}〕" if summary.topic_zh else None
    return summary.title_zh or topic or summary.title_en


TITLE: Field[HasSummary] = Field("title", "title", "标题", _english_title, "text")
CHINESE_TITLE: Field[HasSummary] = Field("title", "title", "标题", _chinese_title, "text")
"""The column ``title`` for readers of Chinese."""

SomeRow = TypeVar("SomeRow", bound=HasSummary)


def in_language(fields: Mapping[str, Field[SomeRow]], lang: str) -> Mapping[str, Field[SomeRow]]:
    """Return the fields with the column ``title`` in the reader's language."""
    return {**fields, "title": CHINESE_TITLE} if lang == "zh" else fields


def title_columns(lang: str) -> tuple[str, ...]:
    """Return the columns that show titles in a table for a reader of ``lang``."""
    return ("title_en", "title_zh") if lang == "both" else ("title",)


SUMMARY_FIELDS: Mapping[str, Field[HasSummary]] = by_key(
    Field("id", "id", "编号", lambda row: row.summary.id, "id"),
    Field("year", "year", "年份", lambda row: row.summary.year, "number"),
    Field("kind", "kind", "类型", lambda row: row.summary.kind, facet="kind"),
    Field("status", "status", "状态", lambda row: row.summary.status, facet="status"),
    TITLE,
    Field("title_en", "title (English)", "英文题名", lambda row: row.summary.title_en, "text"),
    Field("title_zh", "title (Chinese)", "中文标题", lambda row: row.summary.title_zh, "text"),
    Field("topic_zh", "subject (Chinese)", "主题词", lambda row: row.summary.topic_zh, "text"),
    Field("people", "people", "提出人", lambda row: row.summary.people, facet="person"),
    Field("themes", "themes", "主题", lambda row: row.summary.themes, facet="theme"),
    Field("regions", "regions", "地区", lambda row: row.summary.regions, facet="region"),
    Field("series", "series", "系列", lambda row: row.summary.series, facet="series"),
    Field("measures", "measures", "措施", lambda row: row.summary.measures, "number"),
    Field("sources", "sources", "来源", lambda row: row.summary.sources, "number"),
)
_RECORD_FIELDS: Mapping[str, Field["ProposalRow"]] = by_key(
    Field("body", "body", "机构", lambda row: row.record.body, needs_record=True),
    Field("term", "term", "届", lambda row: row.record.term, "number", needs_record=True),
    Field(
        "session", "session", "次会议", lambda row: row.record.session, "number", needs_record=True
    ),
    Field(
        "problem",
        "problem",
        "问题",
        lambda row: row.record.problem.text if row.record.problem else None,
        "text",
        needs_record=True,
    ),
    Field(
        "areas",
        "areas",
        "领域",
        lambda row: tuple(dict.fromkeys(m.area for m in row.record.measures if m.area)),
        needs_record=True,
    ),
    Field("entities", "entities", "涉及对象", lambda row: row.record.entities, needs_record=True),
    Field("continues", "continues", "承接", lambda row: row.record.continues, needs_record=True),
    Field(
        "responses",
        "replies",
        "答复",
        lambda row: len(row.record.responses),
        "number",
        needs_record=True,
    ),
)

PROPOSAL_FIELDS: Mapping[str, Field["ProposalRow"]] = {**SUMMARY_FIELDS, **_RECORD_FIELDS}

PROPOSAL_KEYS = (
    "id",
    "year",
    "kind",
    "status",
    "title_en",
    "title_zh",
    "people",
    "themes",
    "regions",
    "series",
    "measures",
    "sources",
)
"""The default keys of a proposal in machine formats: part of the interface."""

HIT_FIELDS: Mapping[str, Field["Hit"]] = by_key(
    *(SUMMARY_FIELDS[key] for key in PROPOSAL_KEYS),
    TITLE,
    Field("score", "score", "得分", lambda row: round(row.score, 3), "number"),
    Field("place", "where", "位置", lambda row: row.place),
    Field("snippet", "match", "匹配", lambda row: without_highlights(row.text), "text"),
    Field("marks", "marks", "标记", lambda row: highlighted_spans(row.text)),
)
HIT_KEYS = (*PROPOSAL_KEYS, "score", "place", "snippet", "marks")

LOG_FIELDS: Mapping[str, Field["Change | JournalEntry"]] = by_key(
    Field("number", "no.", "序号", lambda row: getattr(row, "number", None), "number"),
    Field("when", "when (UTC)", "时间", lambda row: row.when),
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
