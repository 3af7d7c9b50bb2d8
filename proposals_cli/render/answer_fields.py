"""The fields of measures, of related proposals, and of replies."""

from typing import TYPE_CHECKING

from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.fields import SUMMARY_FIELDS, Field, by_key, title_fields
from proposals_cli.render.text_columns import text_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from proposals_cli.domain.answers.measures import MeasureRow
    from proposals_cli.domain.answers.related import Related
    from proposals_cli.domain.answers.replies import ReplyRow


def measure_fields(
    languages: Languages, tags: "Iterable[str]" = ()
) -> "Mapping[str, Field[MeasureRow]]":
    """Return the fields of measures, with a column for the text in each of the languages."""
    texts: Iterator[Field[MeasureRow]] = text_columns(
        "text", ("measure", "措施"), lambda row: row.text, languages, tags
    )
    return by_key(
        Field("id", "id", "编号", lambda row: row.id, "id"),
        Field("proposal", "proposal", "建议", lambda row: row.proposal, "id"),
        Field("year", "year", "年份", lambda row: row.year, "number"),
        *texts,
        Field("language", "language", "语言", lambda row: _tag(languages, row.text)),
        Field("basis", "wording", "依据", lambda row: row.basis),
        Field("area", "area", "领域", lambda row: row.area),
        Field("horizon", "horizon", "期限", lambda row: row.horizon, facet="horizon"),
        Field("actors", "actors", "责任方", lambda row: row.actors),
        Field("beneficiaries", "beneficiaries", "受益方", lambda row: row.beneficiaries),
        Field("citations", "citations", "出处", lambda row: row.citations),
    )


MEASURE_FIELDS = measure_fields(Languages())
MEASURE_KEYS = (
    "id",
    "proposal",
    "year",
    "text",
    "language",
    "texts",
    "basis",
    "area",
    "horizon",
    "actors",
    "beneficiaries",
    "citations",
)
"""The keys of a measure in machine formats: part of the interface."""


def related_fields(
    languages: Languages, *, for_people: bool = False
) -> "Mapping[str, Field[Related]]":
    """Return the fields of proposals that are similar to one."""
    return by_key(
        SUMMARY_FIELDS["id"],
        SUMMARY_FIELDS["year"],
        *title_fields(languages, for_people=for_people),
        Field("score", "score", "得分", lambda row: row.score, "number"),
        Field("reasons", "why", "原因", lambda row: row.reasons, "text"),
    )


RELATED_KEYS = ("id", "year", "title", "title_language", "titles", "score", "reasons")
"""The keys of a related proposal in machine formats: part of the interface."""


def reply_fields(languages: Languages) -> "Mapping[str, Field[ReplyRow]]":
    """Return the fields of replies; ``reply``, ``days`` and ``deadline`` are for people."""
    from proposals_cli.domain.presenting import replies as words

    lang = languages.interface

    def reply(row: "ReplyRow") -> str:
        if row.answered:
            return row.replied or row.when or words.UNDATED.text(lang)
        if row.has_notice:
            date = row.notice or words.UNDATED.text(lang)
            return f"{words.NO_REPLY.text(lang)}; {words.NOTICE.text(lang, date=date)}"
        return words.NO_REPLY.text(lang)

    return by_key(
        SUMMARY_FIELDS["id"],
        *title_fields(languages),
        *(SUMMARY_FIELDS[key] for key in ("body", "kind", "status")),
        Field("submitted", "submitted", "提交", lambda row: row.submitted),
        Field("assigned", "assigned", "交办", lambda row: row.assigned),
        Field("reply", "replied", "答复", reply),
        Field("answered", "answered", "已答复", lambda row: row.answered),
        Field("replied", "replied on", "答复日期", lambda row: row.replied),
        Field("when", "replied, as reported", "答复时间（据报道）", lambda row: row.when),
        Field("notice", "notice", "通知", lambda row: row.notice),
        Field("days", "days", "天数", lambda row: words.days_text(row.days), "number"),
        Field("days_least", "days, at least", "至少天数", lambda row: _part(row.days, 0), "number"),
        Field("days_most", "days, at most", "至多天数", lambda row: _part(row.days, 1), "number"),
        Field("counted_from", "counted from", "起算", lambda row: row.counted_from),
        Field("who", "who replied", "答复方", lambda row: row.who, facet="agent"),
        Field("asked", "asked to reply", "承办方", lambda row: row.asked, facet="agent"),
        Field("deadline", "due", "期限", lambda row: words.due_text(row.due)),
        Field("due", "due", "应答复日期", lambda row: row.due and row.due.first.isoformat()),
        Field(
            "due_latest", "due at the latest", "最迟答复日期",
            lambda row: row.due and row.due.last.isoformat(),
        ),
        Field("overdue", "days overdue", "逾期天数", lambda row: row.overdue, "number"),
        Field("late", "days late", "迟复天数", lambda row: row.late, "number"),
        Field(
            "unknown", "not known", "不详",
            lambda row: row.unknown, facet="unknown",
        ),
        Field(
            "citations", "deadline in", "期限出处",
            lambda row: tuple({"source": one, "locator": place} for one, place in row.due_cited),
        ),
    )  # fmt: skip


REPLY_KEYS = (
    "id",
    "title",
    "body",
    "kind",
    "status",
    "submitted",
    "assigned",
    "answered",
    "replied",
    "when",
    "notice",
    "days_least",
    "days_most",
    "counted_from",
    "who",
    "asked",
    "due",
    "due_latest",
    "overdue",
    "late",
    "unknown",
    "citations",
)
"""The keys of a reply in machine formats: part of the interface."""


def _tag(languages: Languages, text: dict[str, str]) -> str | None:
    chosen = languages.choose(text)
    return chosen[0] if chosen else None


def _part(pair: tuple[int, int] | None, place: int) -> int | None:
    return pair[place] if pair else None
