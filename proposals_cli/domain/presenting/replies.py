"""Replies in words: days, deadlines, and what is not known."""

from collections.abc import Iterator

from proposals_cli.domain.answers.days import Days
from proposals_cli.domain.answers.replies import Deadline, ReplyCount, Unknown
from proposals_cli.domain.model.records import ReplyRule
from proposals_cli.domain.model.vocabulary import KIND_LABELS, DeadlineStart, label
from proposals_cli.domain.presenting.labels import Label

REASONS: dict[Unknown, Label] = {
    Unknown.UNCONFIRMED: Label("submission", "是否提交"),
    Unknown.SUBMITTED: Label("day of submission", "提交日期"),
    Unknown.ASSIGNED: Label("day of assignment", "交办日期"),
    Unknown.REPLY_DAY: Label("day of the reply", "答复日期"),
    Unknown.ORDER: Label("reply dated before it", "答复日期在先"),
    Unknown.FUTURE: Label("dated in the future", "日期在将来"),
    Unknown.DEADLINE: Label("deadline", "答复期限"),
    Unknown.NOTICE: Label("day that a notice set", "通知所定期限"),
    Unknown.ENDED: Label("ended without a reply", "未答复即终止"),
    Unknown.STATED: Label("said to be answered", "据称已答复"),
}
"""What is not known of one proposal, as a cell says it."""

SENTENCES: dict[Unknown, Label] = {
    Unknown.UNCONFIRMED: Label(
        "{count}: only announced; submission is not confirmed.",
        "{count} 件：仅见宣布，未证实提交。",
    ),
    Unknown.SUBMITTED: Label(
        "{count}: the day of submission is not known, so days cannot be counted.",
        "{count} 件：提交日期不详，无法计算天数。",
    ),
    Unknown.ASSIGNED: Label(
        "{count}: the day of assignment, from which the time counts, is not known,"
        " so days cannot be counted.",
        "{count} 件：期限自交办之日起算，而交办日期不详，无法计算天数。",
    ),
    Unknown.REPLY_DAY: Label(
        "{count}: there is a reply, but its day is not known.", "{count} 件：已有答复，日期不详。"
    ),
    Unknown.ORDER: Label(
        "{count}: the reply is dated before the time begins.", "{count} 件：答复日期早于起算日期。"
    ),
    Unknown.FUTURE: Label(
        "{count}: submission or reply is dated in the future.", "{count} 件：提交或答复日期在将来。"
    ),
    Unknown.DEADLINE: Label("{count}: no deadline is known.", "{count} 件：未见答复期限。"),
    Unknown.NOTICE: Label(
        "{count}: the time is over, but a notice may have set a later day.",
        "{count} 件：期限已过，但通知可能已另定日期。",
    ),
    Unknown.ENDED: Label(
        "{count}: ended before a reply that is held.",
        "{count} 件：在收录的答复之前已终止。",
    ),
    Unknown.STATED: Label(
        "{count}: a status or a paper says that there is a reply; it is not held itself.",
        "{count} 件：据所述状态或文件已答复，但未收录答复本身。",
    ),
}
"""What is not known of several proposals."""

NOT_KNOWN = Label("not known", "不详")
NO_REPLY = Label("no reply held", "未收录答复")
UNDATED = Label("undated", "日期不详")
NOTICE = Label("notice {date}", "通知 {date}")
ASSIGNED = Label("assigned {date}", "交办 {date}")
NO_REPLIES_COUNTED = Label(
    "{count} of {asked}: no reply is held.", "{asked} 件中 {count} 件：未收录答复。"
)
COUNTED_DAYS = Label(
    "Days to reply, from {counted} of {answered} replies: median {median}, range {range}.",
    "答复天数（{answered} 件答复中的 {counted} 件）：中位数 {median}，范围 {range}。",
)
OVERDUE_COUNTED = Label(
    "{overdue} overdue, {late} answered late, as far as the days are known.",
    "就已知日期而言，逾期 {overdue} 件，迟复 {late} 件。",
)
DEADLINE = Label("Deadline: {body}, {kinds}: {time}.", "期限：{body}，{kinds}：{time}。")
EVERY_KIND = Label("everything", "各类")
SINCE = Label("{time}, since {date}", "{time}（{date}起）")
UNTIL = Label("{time}, until {date}", "{time}（至{date}）")
AT_MOST = Label("{time}, at most {most}", "{time}，最长{most}")
FROM = {
    DeadlineStart.SUBMITTED: Label("{time} from submission", "自提交起{time}"),
    DeadlineStart.ASSIGNED: Label("{time} from assignment", "自交办起{time}"),
}
UNITS = {
    "days": (Label("day", "日"), Label("days", "日")),
    "weeks": (Label("week", "周"), Label("weeks", "周")),
    "months": (Label("month", "个月"), Label("months", "个月")),
}
"""Unit → its names for one and for several."""


def days_text(days: tuple[float, float] | None) -> str | None:
    """Return days, or a range of them: ``12`` or ``12–42``."""
    if days is None:
        return None
    least, most = days
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"


def due_text(due: Days | None) -> str | None:
    """Return the day on which a reply is due, or the first and the last possible one."""
    if due is None:
        return None
    return "–".join(dict.fromkeys(day.isoformat() for day in due))


def rule_text(rule: ReplyRule, lang: str) -> str:
    """Return a deadline in words: ``3 months from assignment, at most 6 months``."""
    unit = next(unit for unit in UNITS if getattr(rule, unit) is not None)
    time = FROM[rule.start].text(lang, time=_time(getattr(rule, unit), unit, lang))
    if rule.at_most:
        time = AT_MOST.text(lang, time=time, most=_time(rule.at_most, unit, lang))
    for bound, date in ((SINCE, rule.since), (UNTIL, rule.until)):
        if date:
            time = bound.text(lang, time=time, date=date)
    return time


def _time(number: int, unit: str, lang: str) -> str:
    space = "" if lang == "zh" else " "
    return f"{number}{space}{UNITS[unit][number != 1].text(lang)}"


def kinds_text(rule: ReplyRule, lang: str) -> str:
    """Return the kinds that a deadline applies to."""
    separator = "、" if lang == "zh" else ", "
    return separator.join(label(KIND_LABELS, kind, lang) for kind in rule.kinds) or EVERY_KIND.text(
        lang
    )


def deadline_text(deadline: Deadline, body: str, lang: str) -> str:
    """Return a body's deadline as a sentence with its sources, given the name of the body."""
    text = DEADLINE.text(
        lang,
        body=body,
        kinds=kinds_text(deadline.rule, lang),
        time=rule_text(deadline.rule, lang),
    )
    places = [", ".join(filter(None, (c.source, c.locator))) for c in deadline.rule.citations]
    cited = f"[{'; '.join(places)}]" if places else ""
    return " ".join(filter(None, (text, cited, deadline.rule.note)))


def summary_lines(count: ReplyCount, lang: str) -> Iterator[str]:
    """Yield what a list of replies adds up to, and what is not known of it."""
    if missing := count.asked - count.answered:
        yield NO_REPLIES_COUNTED.text(lang, count=missing, asked=count.asked)
    if count.counted:
        yield COUNTED_DAYS.text(
            lang,
            counted=count.counted,
            answered=count.answered,
            median=days_text(count.median),
            range=days_text(count.range),
        )
    if count.overdue or count.late:
        yield OVERDUE_COUNTED.text(lang, overdue=count.overdue, late=count.late)
    for reason, number in count.unknown.most_common():
        yield SENTENCES[reason].text(lang, count=number)
