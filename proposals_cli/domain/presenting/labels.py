"""Headings, labels and sentences of pages in English and Chinese, for every format.

Labels of the vocabulary (kinds, statuses, …) are in ``model/vocabulary.py``, because filters
accept them; headings of columns are in ``render/fields.py``, with the columns.
"""

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


# Lines at the head of a proposal
SESSION = Label("Session", "会次")
KIND = Label("Kind", "类型")
BY = Label("By", "提出人")
THEMES = Label("Themes", "主题")
REGIONS = Label("Regions", "地区")
ENTITIES = Label("Names", "涉及")
SERIES = Label("Series", "系列")
NUMBER = Label("Number", "编号")
STATUS = Label("Status", "状态")
TITLE = Label("Title", "题名")

CALLED_IN_SOURCES = Label("; called in the sources: {terms}", "；来源用语：{terms}")
NO_PEOPLE = Label("unknown", "不详")
NO_THEMES = Label("none", "无")
AS_REPORTED = Label("as reported: {words}", "来源原话：{words}")
CHINESE_BASIS = Label("Chinese: {basis}.", "中文：{basis}。")
ENGLISH_BASIS = Label("English: {basis}.", "英文：{basis}。")
SUBJECT = Label("Subject in Chinese", "主题词")
ALSO_REPORTED_AS = Label("Also reported as", "另有报道作")
BY_PEOPLE = Label("by {people}", "提出人：{people}")
ENGLISH_TITLE_BASIS = Label("English title: {basis}", "英文：{basis}")

# Sections of a proposal
PROBLEM = Label("Problem", "问题")
MEASURES = Label("Measures", "措施")
CONTINUES = Label("Continues", "承接")
CONTINUED_BY = Label("Continued by", "后续")
REPLIES = Label("Official replies", "官方答复")
UPTAKE = Label("Later policy that says the same", "后来政策中的同类表述")
FACTS = Label("What sources say, and where they disagree", "来源的说法与分歧")
DISAGREEMENTS = Label("Where sources disagree", "说法不一")
TRANSLATION = Label("Notes on translation", "译文校注")
NOTES = Label("Notes", "备注")
EXTRA = Label("Also on record", "其他信息")
SOURCES = Label("Sources", "来源")
PROPOSALS = Label("Proposals", "建议")
COUNTED = Label("{heading} ({count})", "{heading}（{count}）")

NO_PROBLEM = Label("No source read states it.", "未见来源说明。")
NO_MEASURES = Label("No concrete measure is known.", "未见具体措施。")
NO_REPLIES = Label("None known; one may exist unpublished.", "未见；可能有而未公开。")
OTHER = Label("other", "其他")
ASKED_OF = Label("asked of: {actors}", "责任方：{actors}")
NOT_IN_BASE = Label("{id} (not in this base)", "{id}（本库未收）")
MEANS = Label("“{words}” means “{meaning}”", "“{words}” 应为 “{meaning}”")
MORE_NOTES = Label(
    "{count} more on passages not cited here: prop show {source}",
    "另有 {count} 条涉及此处未引的段落：prop show {source}",
)
NEWEST = Label("The newest; all: prop list {term}", "全部：prop list {term}")

# Other records
OTHER_NAMES = Label("also: ", "又名：")
NEAREST_CAP = Label(
    "Nearest major topic of the Comparative Agendas Project: ", "最接近的 CAP 主题："
)
UNTITLED = Label("untitled", "无题")
MACHINE_TRANSLATION = Label("machine translation", "机器翻译")
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
YEARS_PER_COLUMN = Label("Each column: {count} years.", "每列 {count} 年。")
MORE_VALUES = Label(
    "… and {count} more: prop stats --by {facet}", "……另有 {count} 项：prop stats --by {facet}"
)
PROPOSALS_COUNTED = Label(" proposals, ", " 件建议，")
MEASURES_COUNTED = Label(" measures, ", " 项措施，")
SOURCES_COUNTED = Label(" sources, ", " 个来源，")
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
