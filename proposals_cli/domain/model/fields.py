"""The table of fields: one line for every field of every class of records and parts.

A field is declared twice and no more: its type in ``records.py`` or ``parts.py``, and its line
here. Pages, exports, search, filters, import and update are fed from this table;
``tests/test_every_field.py`` shows it, and fails for a field without a line.
"""

from enum import StrEnum
from typing import NamedTuple


class Merge(StrEnum):
    """What an update does with a field that both states of a record have."""

    REPLACE = "replace"
    """Take the new value."""
    JOIN = "join"
    """Keep the items of both, and complete a part by the other; equal items become one."""
    KEEP = "keep"
    """Keep the existing value."""


class Field(NamedTuple):
    """What the program knows of one field.

    ``en`` and ``zh`` are its headings. ``search`` is the column of the text index that its text
    goes to, empty if it is not searched. ``facet`` is the filter that finds its values. ``same``
    names the fields that make two items of this list the same for an update: none means all. A
    field with ``on_page`` False is on no page (``show``, Markdown, HTML), only in the data.
    ``column`` is its name in the columns of import, where a cell can give it. ``refers`` names the
    tables that the ids in it are in.
    """

    en: str
    zh: str
    search: str = ""
    facet: str = ""
    merge: Merge = Merge.REPLACE
    same: tuple[str, ...] = ()
    on_page: bool = True
    column: str = ""
    refers: tuple[str, ...] = ()


AGENTS = ("people", "bodies")
"""The tables that an agent's ``who`` may be in."""

_JOIN = Merge.JOIN
_CITATIONS = Field("Sources", "来源", merge=_JOIN)
_HISTORY = Field("History", "修改记录", merge=_JOIN, on_page=False)
_EXTRA = Field("Also on record", "其他信息", search="other", merge=_JOIN)
_ID = Field("Id", "编号", merge=Merge.KEEP)
_FORMER_IDS = Field("Former ids", "曾用编号", merge=_JOIN)
_IDENTIFIERS = Field(
    "Number", "编号", search="other", merge=_JOIN, same=("scheme", "value"), column="number"
)

FIELDS: dict[str, dict[str, Field]] = {
    "Proposal": {
        "id": Field("Id", "编号", merge=Merge.KEEP, column="id"),
        "year": Field("Year", "年份", search="other", column="year"),
        "date": Field("Date", "日期", search="other", column="date"),
        "body": Field("Body", "机构", facet="body", column="body", refers=("bodies",)),
        "term": Field("Term", "届", column="term"),
        "session": Field("Session", "会次", column="session"),
        "kind": Field("Kind", "类型", facet="kind", column="kind"),
        "kind_terms": Field(
            "Called in the sources", "来源用语", search="other", merge=_JOIN, column="kind_terms"
        ),
        "titles": Field("Title", "题名", merge=_JOIN, same=("lang", "text"), column="title"),
        "sponsors": Field("By", "提出人", merge=_JOIN, same=("who", "as_named"), column="people"),
        "addressees": Field(
            "Addressed to", "致", merge=_JOIN, same=("who", "as_named"), column="addressees"
        ),
        "themes": Field(
            "Themes", "主题", facet="theme", merge=_JOIN, column="themes", refers=("themes",)
        ),
        "regions": Field(
            "Regions", "地区", search="other", facet="region", merge=_JOIN, column="regions"
        ),
        "entities": Field(
            "Names", "涉及", search="name", facet="entity", merge=_JOIN, column="entities"
        ),
        "series": Field("Series", "系列", merge=_JOIN, same=("id",), column="series"),
        "status": Field("Status", "状态", merge=_JOIN, column="status"),
        "summary": Field("Summary", "摘要", merge=_JOIN, column="summary"),
        "problem": Field("Problem", "问题", merge=_JOIN, column="problem"),
        "measures": Field("Measures", "措施", merge=_JOIN, same=("text",), column="measures"),
        "actions": Field(
            "What happened",
            "经过",
            merge=_JOIN,
            same=("date", "stage", "by", "text"),
            column="actions",
        ),
        "reply_due": Field("Reply due", "答复期限", merge=_JOIN, column="reply_due"),
        "documents": Field(
            "Papers",
            "文件",
            merge=_JOIN,
            same=("role", "number", "url", "source"),
            column="documents",
        ),
        "figures": Field("Figures", "数字", merge=_JOIN, same=("what", "date"), column="figures"),
        "relations": Field(
            "Related proposals",
            "相关建议",
            merge=_JOIN,
            same=("kind", "to", "as_named"),
            column="relations",
        ),
        "identifiers": _IDENTIFIERS,
        "uptake": Field(
            "Later policy that says the same", "后来政策中的同类表述", merge=_JOIN, same=("text",)
        ),
        "sources": Field("Sources", "来源", merge=_JOIN, column="source", refers=("sources",)),
        "notes": Field("Notes", "备注", search="other", merge=_JOIN, column="notes"),
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "Title": {
        "lang": Field("Language", "语言", facet="language"),
        "text": Field("Title", "题名", search="title"),
        "basis": Field("Basis", "依据"),
        "note": Field("Note", "说明", search="other"),
        "citations": _CITATIONS,
    },
    "Sponsor": {
        "who": Field("Who", "何人", refers=AGENTS),
        "as_named": Field("As named", "来源所称", search="name"),
        "role": Field("Role", "身份"),
        "party": Field("Party", "党派", search="other", facet="party"),
        "joined": Field("Joined", "联名日期"),
        "withdrawn": Field("Withdrawn", "撤回日期"),
        "citations": _CITATIONS,
    },
    "Agent": {
        "who": Field("Who", "何人", refers=AGENTS),
        "as_named": Field("As named", "来源所称", search="name"),
        "role": Field("Role", "身份"),
    },
    "Series": {
        "id": Field("Id", "编号", facet="series"),
        "name": Field("Name", "名称", search="name", merge=_JOIN),
    },
    "StatusClaim": {
        "value": Field("Status", "状态"),
        "date": Field("Date", "日期"),
        "as_reported": Field("As reported", "来源原话", search="other"),
        "citations": _CITATIONS,
    },
    "Statement": {
        "text": Field("Text", "文字", search="other", merge=_JOIN),
        "basis": Field("Basis", "依据"),
        "citations": _CITATIONS,
    },
    "Measure": {
        "id": Field("Id", "编号", merge=Merge.KEEP),
        "text": Field("Measure", "措施", search="measure", merge=_JOIN),
        "basis": Field("Basis", "依据"),
        "area": Field("Area", "领域", search="other", facet="area"),
        "horizon": Field("Horizon", "期限", facet="horizon"),
        "actors": Field("Asked of", "责任方", search="other", facet="actor", merge=_JOIN),
        "beneficiaries": Field(
            "For the benefit of", "受益方", search="other", facet="beneficiary", merge=_JOIN
        ),
        "citations": _CITATIONS,
        "former_ids": _FORMER_IDS,
    },
    "Action": {
        "date": Field("Date", "日期"),
        "when": Field("When, as reported", "时间（据报道）", search="other"),
        "stage": Field("Stage", "阶段", facet="stage"),
        "by": Field("By", "由", merge=_JOIN, same=("who", "as_named")),
        "text": Field("Text", "文字", search="other", merge=_JOIN),
        "result": Field("Result", "结果", search="other"),
        "counts": Field("Votes", "票数", merge=_JOIN),
        "number": Field("Number", "编号", search="other"),
        "interim": Field("Interim", "非正式答复"),
        "session": Field("Session", "会次"),
        "documents": Field("Papers", "文件", merge=_JOIN, same=("role", "number", "url", "source")),
        "citations": _CITATIONS,
    },
    "ReplyDue": {
        "date": Field("Date", "日期"),
        "as_reported": Field("As reported", "来源原话", search="other"),
        "citations": _CITATIONS,
    },
    "Document": {
        "role": Field("Kind of paper", "文件种类"),
        "number": Field("Number", "编号", search="other"),
        "date": Field("Date", "日期"),
        "url": Field("Link", "链接", search="other"),
        "language": Field("Language", "语言"),
        "note": Field("Note", "说明", search="other"),
        "source": Field("Source", "来源", refers=("sources",)),
    },
    "Figure": {
        "what": Field("What", "项目"),
        "value": Field("Number", "数值"),
        "unit": Field("Unit", "单位", search="other"),
        "date": Field("Date", "日期"),
        "as_reported": Field("As reported", "来源原话", search="other"),
        "citations": _CITATIONS,
    },
    "Relation": {
        "kind": Field("Kind", "类型"),
        "to": Field("Proposal", "建议", facet="links", refers=("proposals",)),
        "as_named": Field("As named", "来源所称", search="other"),
        "note": Field("Note", "说明", search="other"),
        "citations": _CITATIONS,
    },
    "Identifier": {
        "scheme": Field("Scheme", "编号体系"),
        "value": Field("Number", "编号", search="other"),
    },
    "Citation": {
        "source": Field("Source", "来源", refers=("sources",)),
        "locator": Field("Place", "位置"),
        "quote": Field("Quote", "引文", search="other"),
    },
    "Change": {
        "when": Field("When", "时间", on_page=False),
        "what": Field("What", "内容", on_page=False),
        "why": Field("Why", "原因", on_page=False),
    },
    "Person": {
        "id": _ID,
        "kind": Field("Kind", "类型"),
        "names": Field("Name", "名称", merge=_JOIN),
        "other_names": Field("Other names", "又名", search="name", merge=_JOIN),
        "roles": Field("Roles", "身份", search="other", merge=_JOIN),
        "identifiers": _IDENTIFIERS,
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "PersonName": {
        "text": Field("Name", "名称", search="name"),
        "family": Field("Family name", "姓"),
        "given": Field("Given name", "名"),
        "particle": Field("Particle", "姓氏前缀"),
        "dropping_particle": Field("Dropping particle", "可省前缀"),
        "suffix": Field("Suffix", "后缀"),
    },
    "Body": {
        "id": _ID,
        "name": Field("Name", "名称", search="name", merge=_JOIN),
        "other_names": Field("Other names", "又名", search="name", merge=_JOIN),
        "languages": Field("Languages", "语言", merge=_JOIN),
        "timezone": Field("Time zone", "时区"),
        "area": Field("Area", "地区"),
        "place": Field("Seat", "所在地", search="other", merge=_JOIN),
        "part_of": Field("Part of", "隶属", refers=("bodies",)),
        "kind": Field("Kind", "类型", search="other"),
        "url": Field("Link", "链接", search="other"),
        "identifiers": _IDENTIFIERS,
        "sessions": Field("Sessions", "会议", merge=_JOIN, same=("term", "session")),
        "reply_within": Field(
            "Replies are due",
            "答复期限",
            merge=_JOIN,
            same=("kinds", "days", "weeks", "months", "since", "until"),
        ),
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "BodySession": {
        "term": Field("Term", "届"),
        "session": Field("Session", "会次"),
        "name": Field("Name", "名称", search="other", merge=_JOIN),
        "start": Field("First day", "开幕"),
        "end": Field("Last day", "闭幕"),
        "citations": _CITATIONS,
    },
    "ReplyRule": {
        "kinds": Field("Kinds", "类型", merge=_JOIN),
        "days": Field("Days", "日"),
        "weeks": Field("Weeks", "周"),
        "months": Field("Months", "月"),
        "at_most": Field("At most", "最长"),
        "start": Field("Counted from", "起算"),
        "since": Field("Since", "自"),
        "until": Field("Until", "至"),
        "note": Field("Note", "说明", search="other"),
        "citations": _CITATIONS,
    },
    "Theme": {
        "id": _ID,
        "name": Field("Name", "名称", search="name", merge=_JOIN),
        "other_names": Field("Other names", "又名", search="name", merge=_JOIN),
        "description": Field("Description", "说明", search="other", merge=_JOIN),
        "cap": Field("Comparative Agendas topic", "CAP 主题"),
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "MajorTopic": {
        "code": Field("Code", "代码"),
        "name": Field("Name", "名称", search="other"),
    },
    "Source": {
        "id": _ID,
        "kind": Field("Kind", "类型"),
        "publisher": Field("Publisher", "发布者", search="name", column="source.publisher"),
        "title": Field("Title", "题名", search="title", column="source.title"),
        "number": Field("Number", "编号", search="other"),
        "date": Field("Date", "日期", search="other", column="source.date"),
        "url": Field("Link", "链接", search="other", column="source"),
        "archive_url": Field("Archived copy", "存档链接", search="other"),
        "accessed": Field("Read on", "查阅日期"),
        "language": Field("Language", "语言"),
        "machine_translated_from": Field("Machine-translated from", "机器翻译自"),
        "tier": Field("Publisher's position", "发布者性质"),
        "copy": Field("Copy", "副本性质"),
        "extent_read": Field("Read", "已读部分"),
        "note": Field("Note", "说明", search="other"),
        "text": Field("Text", "全文", search="other", on_page=False),
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "Fact": {
        "id": _ID,
        "kind": Field("Kind", "类型"),
        "person": Field("Person", "人物", refers=AGENTS),
        "year": Field("Year", "年份", search="other"),
        "proposals": Field("Proposals", "建议", merge=_JOIN, refers=("proposals",)),
        "value": Field("Value", "数值", search="other"),
        "text": Field("Text", "文字", search="other", merge=_JOIN),
        "assessment": Field("Assessment", "判断", search="other", merge=_JOIN),
        "citations": _CITATIONS,
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "Note": {
        "id": _ID,
        "source": Field("Source", "来源", refers=("sources",)),
        "locator": Field("Place", "位置"),
        "words": Field("Words", "用语", search="other"),
        "original": Field("Original", "原文", search="other"),
        "meaning": Field("Meaning", "原意", search="other", merge=_JOIN),
        "explanation": Field("Explanation", "说明", search="other", merge=_JOIN),
        "citations": _CITATIONS,
        "former_ids": _FORMER_IDS,
        "history": _HISTORY,
        "extra": _EXTRA,
    },
    "BaseInfo": {
        "format": Field("Format", "格式", merge=Merge.KEEP),
        "name": Field("Name", "名称"),
        "description": Field("Description", "说明"),
        "language": Field("Language", "语言"),
        "licence": Field("Licence", "许可"),
        "defaults": Field("Defaults", "默认值"),
    },
    "Defaults": {
        "body": Field("Body", "机构", refers=("bodies",)),
        "kind": Field("Kind", "类型"),
    },
}
"""Class → field → its line."""
