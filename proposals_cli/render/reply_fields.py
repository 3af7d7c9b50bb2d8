"""The fields of replies, and of counts of them."""

from collections.abc import Mapping
from typing import TypeAlias

from proposals_cli.domain.answers.days import Days
from proposals_cli.domain.answers.replies import ReplyCount, ReplyRow
from proposals_cli.domain.model.vocabulary import DeadlineStart
from proposals_cli.domain.presenting import replies as words
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.fields import SUMMARY_FIELDS, Field, by_key, title_fields
from proposals_cli.render.views import count_fields


def reply_fields(
    languages: Languages, *, for_people: bool = False
) -> Mapping[str, Field[ReplyRow]]:
    """Return the fields of replies: those of ``REPLY_KEYS``, and some in words for people."""
    lang = languages.interface

    def reply(row: ReplyRow) -> str:
        if row.answered:
            return row.replied or row.when or words.UNDATED.text(lang)
        if row.has_notice:
            return words.NOTICE.text(lang, date=row.notice or words.UNDATED.text(lang))
        return words.NO_REPLY.text(lang)

    def begun(row: ReplyRow) -> str | None:
        if row.start and row.counted_from is DeadlineStart.ASSIGNED:
            return words.ASSIGNED.text(lang, date=row.start)
        return row.submitted

    def reasons(row: ReplyRow) -> tuple[str, ...]:
        return tuple(words.REASONS[reason].text(lang) for reason in row.unknown)

    return by_key(
        SUMMARY_FIELDS["id"],
        *title_fields(languages, for_people=for_people),
        *(SUMMARY_FIELDS[key] for key in ("year", "body", "kind", "status")),
        Field("begun", "submitted", "提交", begun),
        Field("submitted", "submitted", "提交", lambda row: row.submitted),
        Field("assigned", "assigned", "交办", lambda row: row.assigned),
        Field("reply", "replied", "答复", reply, "text"),
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
        Field("due", "due", "应答复日期", lambda row: _day(row.due, 0)),
        Field("due_latest", "due at the latest", "最迟答复日期", lambda row: _day(row.due, 1)),
        Field("overdue", "overdue", "逾期", lambda row: row.overdue, "number"),
        Field("late", "late", "迟复", lambda row: row.late, "number"),
        Field("reasons", "not known", "不详", reasons),
        Field("unknown", "not known", "不详", lambda row: row.unknown),
        Field("citations", "deadline in", "期限出处", _deadline_citations),
    )


def _deadline_citations(row: ReplyRow) -> tuple[dict[str, str | None], ...]:
    return tuple({"source": source, "locator": place} for source, place in row.due_cited)


REPLY_KEYS = (
    "id",
    "title",
    "title_language",
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


CountRow: TypeAlias = tuple[str | int | None, ReplyCount]
"""A group of proposals, and what is counted of it."""


def reply_count_fields(by: str, nobody: str | None) -> Mapping[str, Field[CountRow]]:
    """Return the fields of counts by a field; ``median`` and ``range`` are for people.

    ``nobody`` stands for the value of the proposals that have none.
    """
    facet = "agent" if by == "who" else by
    (group,) = count_fields((by, "text", facet))
    return by_key(
        Field(
            by, group.en, group.zh, lambda row: nobody if row[0] is None else row[0], "text", facet
        ),
        Field("asked", "asked", "件数", lambda row: row[1].asked, "number"),
        Field("answered", "answered", "已答复", lambda row: row[1].answered, "number"),
        Field("notices", "notices", "通知", lambda row: row[1].notices, "number"),
        Field("overdue", "overdue", "逾期", lambda row: row[1].overdue, "number"),
        Field("late", "late", "迟复", lambda row: row[1].late, "number"),
        Field("counted", "days known", "天数已知", lambda row: row[1].counted, "number"),
        Field("median", "median", "中位数", lambda row: words.days_text(row[1].median), "number"),
        Field("range", "range", "范围", lambda row: words.days_text(row[1].range), "number"),
        Field(
            "median_least",
            "median, at least",
            "中位数（至少）",
            lambda row: _number(row[1].median, 0),
            "number",
        ),
        Field(
            "median_most",
            "median, at most",
            "中位数（至多）",
            lambda row: _number(row[1].median, 1),
            "number",
        ),
        Field("shortest", "shortest", "最短", lambda row: _part(row[1].range, 0), "number"),
        Field("longest", "longest", "最长", lambda row: _part(row[1].range, 1), "number"),
    )


REPLY_COUNT_KEYS = (
    "asked",
    "answered",
    "notices",
    "overdue",
    "late",
    "counted",
    "median_least",
    "median_most",
    "shortest",
    "longest",
)
"""The keys of a count in machine formats, after that of the group: part of the interface."""


def _part(pair: tuple[int, int] | None, place: int) -> int | None:
    return pair[place] if pair else None


def _number(pair: tuple[float, float] | None, place: int) -> float | None:
    """Return a number, whole if it is."""
    if pair is None:
        return None
    return int(pair[place]) if pair[place].is_integer() else pair[place]


def _day(due: Days | None, place: int) -> str | None:
    return due[place].isoformat() if due else None
