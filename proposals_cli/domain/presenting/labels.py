"""Headings, labels and sentences of pages in English and Chinese, for every format.

Labels of the vocabulary (kinds, statuses, …) are in ``model/vocabulary.py``, because filters
accept them; headings of columns are in ``render/fields.py``, with the columns.
"""

from collections.abc import Callable
from typing import NamedTuple


class Label(NamedTuple):
    """A text of the program in both languages; ``{name}`` is replaced by a value."""

    en: str
    zh: str

    def text(self, lang: str, **values: object) -> str:
        """Return the text in ``lang`` (``zh``, otherwise English).

        >>> Label("{n} more", "另有 {n} 条").text("zh", n=3)
        '另有 3 条'
        """
        chosen = self.zh if lang == "zh" else self.en
        return chosen.format(**values) if values else chosen

    def filled(self, **values: object) -> "Label":
        """Return the label with values put in, in both languages."""
        return Label(self.en.format(**values), self.zh.format(**values))


def in_both(text: Callable[[str], str]) -> Label:
    """Return the label that a function gives for ``en`` and for ``zh``."""
    return Label(text("en"), text("zh"))


YES = Label("yes", "是")
NO = Label("no", "否")
COLON = Label(": ", "：")
COMMA = Label(", ", "、")
SEMICOLON = Label("; ", "；")

# Lines at the head of a proposal
DATE = Label("Date", "日期")
YEAR = Label("Year", "年份")
BODY = Label("Body", "机构")
SESSION = Label("Session", "会次")
KIND = Label("Kind", "类型")
BY = Label("By", "提出人")
COSPONSORS = Label("Cosponsors", "联名人")
PETITIONERS = Label("Petitioners", "请愿人")
RAPPORTEURS = Label("Rapporteurs", "报告人")
LEAD = Label("Lead", "主办")
JOINT = Label("Joint", "会办")
OTHERS = Label("Others", "其他人")
WITHDRAWN = Label("Withdrawn", "已撤回")
ADDRESSED = Label("To", "致")
THEMES = Label("Themes", "主题")
REGIONS = Label("Regions", "地区")
ENTITIES = Label("Names", "涉及")
SERIES = Label("Series", "系列")
NUMBER = Label("Number", "编号")
STATUS = Label("Status", "状态")
REPLY_DUE = Label("Reply due", "答复期限")
TITLE = Label("Title", "题名")

CALLED_IN_SOURCES = Label("called in the sources: {terms}", "来源用语：{terms}")
NO_PEOPLE = Label("not known", "不详")
IN_SOURCE = Label("named “{name}”", "来源作“{name}”")
JOINED = Label("joined {date}", "{date}联名")
WITHDRAWN_ON = Label("withdrawn {date}", "{date}撤回")
MORE_PEOPLE = Label(
    "… and {count} more: prop show {id} --format json",
    "……另有 {count} 人：prop show {id} --format json",
)

STATED = Label("as a source states", "来源所述")
AS_REPORTED = Label("as stated: “{words}”", "来源原话：“{words}”")
STATED_ON = Label("since {date}", "自{date}起")
FROM_REPLY = Label("from the reply of {date}", "据 {date} 的答复")
FROM_ACTION = Label("from “{stage}”, {date}", "据“{stage}”（{date}）")
FROM_REPLY_IN_WORDS = Label("from the reply ({date})", "据答复（{date}）")
FROM_UNDATED_REPLY = Label("from a reply, undated", "据一份答复（日期不详）")
FROM_UNDATED = Label("from “{stage}”, undated", "据“{stage}”（日期不详）")
FROM_DATE = Label("from its date, {date}", "据其日期 {date}")
STATED_OTHERWISE = Label("a source states: {status}", "来源称：{status}")
HAPPENED_OTHERWISE = Label("but what happened says: {status}", "但经过显示：{status}")

TITLE_IN = Label("Title ({language})", "题名（{language}）")
SUBJECT_IN = Label("Subject ({language})", "主题词（{language}）")
WITH_BASIS = Label("{title}, {basis}", "{title}，{basis}")

# Sections of a proposal
SUMMARY = Label("Summary", "摘要")
PROBLEM = Label("Problem", "问题")
MEASURES = Label("Measures", "措施")
ACTIONS = Label("What happened", "经过")
REPLIES = Label("Replies", "答复")
PAPERS = Label("Papers", "文件")
FIGURES = Label("Figures", "数字")
RELATIONS = Label("Related proposals", "相关建议")
UPTAKE = Label("Later policy that says the same", "后来政策中的同类表述")
FACTS = Label("What sources say", "来源的说法")
TRANSLATION = Label("Notes on translation", "译文校注")
NOTES = Label("Notes", "备注")
EXTRA = Label("Also on record", "其他信息")
SOURCES = Label("Sources", "来源")
PROPOSALS = Label("Proposals", "建议")
COUNTED = Label("{heading} ({count})", "{heading}（{count}）")

NO_REPLY_HELD = Label("No reply is held.", "未收录答复。")
INTERIM = Label("notice, not a reply", "通知，非正式答复")
INTERIM_REPLY = Label("{stage} (notice, not a reply)", "{stage}（通知，非正式答复）")
UNPUBLISHED = Label("A reply is known, and was not published.", "已知有答复，未公开。")
DUE = Label("Due", "期限")
OTHER = Label("other", "其他")
ASKED_OF = Label("asked of", "责任方")
BENEFITS = Label("for the benefit of", "受益方")
VOTES = Label("votes", "票数")
NOT_IN_BASE = Label("not in this base", "本库未收")
SHOWN_IN = Label(
    "Texts that are not available in {wanted} are shown in {others}.",
    "没有{wanted}的内容以{others}显示。",
)
NOTE_ON = Label("Note on {source}", "{source} 的校注")
MEANS = Label("means", "应为")
MORE_NOTES = Label(
    "{count} more on passages not cited here: prop show {source}",
    "另有 {count} 条涉及此处未引的段落：prop show {source}",
)
NEWEST = Label("The newest; all: prop list {term}", "最新部分；全部：prop list {term}")

COUNTS: dict[str, Label] = {
    "yes": Label("yes", "赞成"),
    "no": Label("no", "反对"),
    "abstain": Label("abstain", "弃权"),
    "abstention": Label("abstention", "弃权"),
    "absent": Label("absent", "缺席"),
}
"""What is counted in a vote."""

# How another proposal is linked to this one
CONTINUED_BY = Label("continued by", "后续")
AMENDED_BY = Label("amended by", "被修正")
SUPERSEDED_BY = Label("superseded by", "被取代")
DUPLICATED_BY = Label("duplicated by", "被重复")
HAS_PART = Label("has as a part", "包含")

# Other records
NAME = Label("Name", "名称")
NAME_PARTS = (
    ("family", Label("family name {part}", "姓 {part}")),
    ("given", Label("given name {part}", "名 {part}")),
    ("particle", Label("particle {part}", "前缀 {part}")),
    ("dropping_particle", Label("dropping particle {part}", "可省前缀 {part}")),
    ("suffix", Label("suffix {part}", "后缀 {part}")),
)
SESSIONS = Label("Sessions", "会议")
DEADLINES = Label("Replies are due", "答复期限")
PARTS_OF_BODY = Label("Has as parts", "下属机构")
ADDRESSED_TO_IT = Label("Proposals addressed to it", "致其之建议")
ASKED_TO_ACT = Label("Proposals with a measure asked of it", "措施由其负责的建议")
UNTITLED = Label("untitled", "无题")
MACHINE_TRANSLATION = Label("machine translation", "机器翻译")
MACHINE_TRANSLATED = Label("machine-translated from {language}", "机器翻译自{language}")
READ = Label("read: {extent}", "已读：{extent}")
READ_ON = Label("read on {date}", "{date}查阅")
SOURCE_MISSING = Label("source not in this base", "来源未收录")

# Counts
BY_YEAR = Label("By year", "按年")
BY_THEME = Label("By theme", "按主题")
BY_STATUS = Label("By status", "按状态")
BY_KIND = Label("By kind", "按类型")
BY_BODY = Label("By body", "按机构")
BY_STAGE = Label("What happened", "经过")
BY_LANGUAGE = Label("Languages of titles", "题名语言")
NO_YEAR = Label("no year", "年份不详")
MISSING = Label("What is missing", "缺失")
THEME_BY_YEAR = Label("Theme × year", "主题 × 年份")
SEVERAL_THEMES = Label("A proposal may have several themes.", "一件建议可有多个主题。")
SEVERAL_VALUES = Label("A proposal may have several values.", "一件可有多个值。")
SEVERAL_VALUES_OF_MEASURES = Label("A measure may have several values.", "一项措施可有多个值。")
NOT_COUNTED = Label(
    "Without a value for {fields}, and not counted: {lacking} of {selected}.",
    "缺少{fields}而未计入：{lacking} / {selected}。",
)
MORE_VALUES = Label(
    "… and {count} more: prop stats --by {facet}", "……另有 {count} 项：prop stats --by {facet}"
)
SUGGESTION_COUNTED = Label(" proposal, ", " 件建议，")
SUGGESTIONS_COUNTED = Label(" proposals, ", " 件建议，")
PROPOSAL_COUNTED = Label(" proposal, ", " 件，")
PROPOSALS_COUNTED = Label(" proposals, ", " 件，")
MEASURE_COUNTED = Label(" measure, ", " 项措施，")
MEASURES_COUNTED = Label(" measures, ", " 项措施，")
SOURCE_COUNTED = Label(" source cited, ", " 个引用来源，")
SOURCES_COUNTED = Label(" sources cited, ", " 个引用来源，")
PERSON_COUNTED = Label(" person", " 位提出人")
PEOPLE_COUNTED = Label(" people", " 位提出人")
BARS_BY_YEAR = Label(
    "By year: in this base █, stated by sources but not in this base ░",
    "按年：已收录 █，来源所称而未收录 ░",
)
NOT_COMPARED = Label(
    "Sources count all proposals of a person and year, so a selection is not compared with them.",
    "来源按人按年计数，筛选结果不与之比较。",
)
NO_NUMBER_STATED = Label("{held} (no number stated)", "{held}（无来源给出总数）")
HELD_OF_STATED = Label("{held} of {stated}", "{held} / {stated}")
OTHERS_STATED = Label(" (another source states {others})", "（另有来源称 {others}）")
