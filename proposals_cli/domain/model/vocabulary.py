"""The controlled vocabularies of a record, with an English and a Chinese label for each term."""

from enum import StrEnum


class RecordKind(StrEnum):
    """The kinds of records, as ``add --as`` and our own exports name them."""

    PROPOSAL = "proposal"
    PERSON = "person"
    THEME = "theme"
    SOURCE = "source"
    FACT = "fact"
    NOTE = "note"


TABLE_OF: dict[str, str] = {
    RecordKind.PROPOSAL: "proposals",
    RecordKind.PERSON: "people",
    RecordKind.THEME: "themes",
    RecordKind.SOURCE: "sources",
    RecordKind.FACT: "facts",
    RecordKind.NOTE: "notes",
}
"""Kind of record → its table."""

KIND_OF = {table: kind for kind, table in TABLE_OF.items()}
"""Table → the kind of its records."""


class Kind(StrEnum):
    """The kind of paper put to the body.

    The Chinese terms differ in law: a 建议 can come from one deputy and must be answered by
    the organ it is assigned to, a 议案 needs a delegation or thirty deputies, a 提案 goes to
    the CPPCC, which is not a legislature.
    """

    SUGGESTION = "suggestion"
    BILL = "bill"
    CPPCC_PROPOSAL = "cppcc-proposal"
    MOTION = "motion"
    PETITION = "petition"
    OTHER = "other"


class Status(StrEnum):
    """The reported progress of a proposal. An announcement is not a submission."""

    PLANNED = "planned"
    TO_BE_SUBMITTED = "to-be-submitted"
    PLANNED_OR_SUBMITTED = "planned-or-submitted"
    SUBMITTED = "submitted"
    PRESENTED = "presented"
    REFERRED = "referred"
    REPLIED = "replied"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


UNCONFIRMED = (Status.PLANNED, Status.TO_BE_SUBMITTED, Status.PLANNED_OR_SUBMITTED)
"""Statuses known only from an announcement, or from sources that disagree about one."""


class TitleBasis(StrEnum):
    """The basis of the wording of a title."""

    OFFICIAL = "official"
    REPORTED = "reported"
    TRANSLATED = "translated"
    LABEL = "label"


class Horizon(StrEnum):
    """When a measure should take effect, if its source says so."""

    NEAR_TERM = "near-term"
    MEDIUM_AND_LONG_TERM = "medium-and-long-term"


class FactKind(StrEnum):
    """The subject of a fact."""

    BIOGRAPHY = "biography"
    COUNT = "count"
    TOTAL = "total"
    SESSION = "session"
    DISAGREEMENT = "disagreement"
    REFERENCE = "reference"


BODIES: dict[str, tuple[str, str]] = {
    "npc": ("National People's Congress", "全国人民代表大会"),
    "cppcc": ("Chinese People's Political Consultative Conference", "中国人民政治协商会议"),
}
"""Body → (English name, Chinese name), for the bodies that this program knows."""

LABELS: dict[str, tuple[str, str]] = {
    Kind.SUGGESTION: ("suggestion", "建议"),
    Kind.BILL: ("bill", "议案"),
    Kind.CPPCC_PROPOSAL: ("CPPCC proposal", "提案"),
    Kind.MOTION: ("motion", "动议"),
    Kind.PETITION: ("petition", "请愿"),
    Kind.OTHER: ("other", "其他"),
    Status.PLANNED: ("planned", "计划提交"),
    Status.TO_BE_SUBMITTED: ("to be submitted after the session", "会后提交"),
    Status.PLANNED_OR_SUBMITTED: (
        "planned or submitted (sources differ)",
        "计划或已提交（说法不一）",
    ),
    Status.SUBMITTED: ("submitted", "已提交"),
    Status.PRESENTED: ("presented", "带到会上"),
    Status.REFERRED: ("referred", "已交办"),
    Status.REPLIED: ("replied", "已答复"),
    Status.ADOPTED: ("adopted", "已通过"),
    Status.REJECTED: ("rejected", "未通过"),
    Status.WITHDRAWN: ("withdrawn", "已撤回"),
    Status.LAPSED: ("lapsed", "已失效"),
    Status.UNKNOWN: ("unknown", "不详"),
    TitleBasis.OFFICIAL: ("official", "官方"),
    TitleBasis.REPORTED: ("as reported", "据报道"),
    TitleBasis.TRANSLATED: ("our translation", "译文"),
    TitleBasis.LABEL: ("our own label; original not found", "拟题，未见原题"),
    Horizon.NEAR_TERM: ("near term", "近期"),
    Horizon.MEDIUM_AND_LONG_TERM: ("medium and long term", "中长期"),
}
"""Term → (English label, Chinese label). Filters accept the term and either label."""


def label(word: str, lang: str) -> str:
    """Return the label of a term in ``lang`` (``zh``, otherwise English), or the term itself."""
    english, chinese = LABELS.get(word, (word, word))
    return chinese if lang == "zh" else english
