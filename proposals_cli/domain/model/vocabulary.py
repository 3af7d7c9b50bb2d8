"""The controlled vocabularies of a record, with an English and a Chinese label for each term."""

from enum import StrEnum


class RecordKind(StrEnum):
    """The kinds of records, as ``add --as`` and our own exports name them."""

    PROPOSAL = "proposal"
    PERSON = "person"
    BODY = "body"
    THEME = "theme"
    SOURCE = "source"
    FACT = "fact"
    NOTE = "note"


TABLE_OF: dict[str, str] = {
    RecordKind.PROPOSAL: "proposals",
    RecordKind.PERSON: "people",
    RecordKind.BODY: "bodies",
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
    MOTION = "motion"
    RESOLUTION = "resolution"
    QUESTION = "question"
    INTERPELLATION = "interpellation"
    AMENDMENT = "amendment"
    PETITION = "petition"
    CPPCC_PROPOSAL = "cppcc-proposal"
    INITIATIVE = "initiative"
    REPORT = "report"
    OTHER = "other"


ANSWERED_KINDS = (
    Kind.SUGGESTION,
    Kind.QUESTION,
    Kind.INTERPELLATION,
    Kind.PETITION,
    Kind.CPPCC_PROPOSAL,
)
"""The kinds of proposals that are put to get an answer."""


class Status(StrEnum):
    """How far a proposal has come. An announcement is not a submission."""

    UNKNOWN = "unknown"
    PLANNED = "planned"
    TO_BE_SUBMITTED = "to-be-submitted"
    PLANNED_OR_SUBMITTED = "planned-or-submitted"
    SUBMITTED = "submitted"
    PRESENTED = "presented"
    ASSIGNED = "assigned"
    REFERRED = "referred"
    REPLIED = "replied"
    PASSED = "passed"
    ADOPTED = "adopted"
    ENACTED = "enacted"
    REJECTED = "rejected"
    VETOED = "vetoed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


UNCONFIRMED = (Status.PLANNED, Status.TO_BE_SUBMITTED, Status.PLANNED_OR_SUBMITTED)
"""Statuses known only from an announcement, or from sources that disagree about one."""


class Stage(StrEnum):
    """What an action is, for the life of the proposal; ``status.py`` says what follows from it."""

    ANNOUNCED = "announced"
    SUBMITTED = "submitted"
    INTRODUCED = "introduced"
    ASSIGNED = "assigned"
    REFERRED = "referred"
    DEBATED = "debated"
    AMENDED = "amended"
    DECIDED = "decided"
    REPLIED = "replied"
    PASSED = "passed"
    ADOPTED = "adopted"
    ENACTED = "enacted"
    IN_FORCE = "in-force"
    REJECTED = "rejected"
    VETOED = "vetoed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CARRIED_OVER = "carried-over"
    CLOSED = "closed"
    OTHER = "other"


class Role(StrEnum):
    """What an agent is to a proposal, or to an action on it."""

    AUTHOR = "author"
    COSPONSOR = "cosponsor"
    PETITIONER = "petitioner"
    RAPPORTEUR = "rapporteur"
    LEAD = "lead"
    JOINT = "joint"
    OTHER = "other"


class AgentKind(StrEnum):
    """Whether a record of people is a person or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class TitleBasis(StrEnum):
    """The basis of the wording of a title; a subject stands for a title that was not found."""

    OFFICIAL = "official"
    REPORTED = "reported"
    TRANSLATED = "translated"
    MACHINE = "machine"
    LABEL = "label"
    SUBJECT = "subject"


class TextBasis(StrEnum):
    """The basis of the wording of a summary, a problem or a measure."""

    OFFICIAL = "official"
    REPORTED = "reported"
    OURS = "ours"
    MACHINE = "machine"


class Horizon(StrEnum):
    """When a measure should take effect, if its source says so."""

    NEAR_TERM = "near-term"
    MEDIUM_AND_LONG_TERM = "medium-and-long-term"


class DocumentRole(StrEnum):
    """What a paper is to the proposal."""

    TEXT = "text"
    QUESTION = "question"
    ANSWER = "answer"
    AMENDMENT = "amendment"
    REPORT = "report"
    MINUTES = "minutes"
    VOTE = "vote"
    OTHER = "other"


class FigureKind(StrEnum):
    """What a number counts or measures."""

    SIGNATURES = "signatures"
    SUPPORTS = "supports"
    FURTHER_SPONSORS = "further-sponsors"
    THRESHOLD = "threshold"
    ASKED = "asked"
    APPROVED = "approved"
    COST = "cost"
    OTHER = "other"


class RelationKind(StrEnum):
    """How a proposal is linked to another one."""

    CONTINUES = "continues"
    RELATED = "related"
    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    COMPANION = "companion"
    DUPLICATES = "duplicates"
    PART_OF = "part-of"


class DeadlineStart(StrEnum):
    """What the time to reply counts from."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"


class SourceTier(StrEnum):
    """Who stands behind a source."""

    OFFICIAL = "official"
    SPONSOR = "sponsor"
    PRESS = "press"
    OTHER = "other"


class SourceCopy(StrEnum):
    """In what way a source is not the original publication."""

    REPRINT = "reprint"
    EXCERPT = "excerpt"
    MACHINE_TRANSLATION = "machine-translation"


class FactKind(StrEnum):
    """The subject of a fact."""

    BIOGRAPHY = "biography"
    COUNT = "count"
    TOTAL = "total"
    SESSION = "session"
    DISAGREEMENT = "disagreement"
    REFERENCE = "reference"


NOT_PUBLISHED = "not-published"
"""The result of a reply that is known to exist and was not published."""

KIND_LABELS: dict[str, tuple[str, str]] = {
    Kind.SUGGESTION: ("suggestion", "建议"),
    Kind.BILL: ("bill", "议案"),
    Kind.MOTION: ("motion", "动议"),
    Kind.RESOLUTION: ("resolution", "决议案"),
    Kind.QUESTION: ("question", "询问"),
    Kind.INTERPELLATION: ("interpellation", "质询"),
    Kind.AMENDMENT: ("amendment", "修正案"),
    Kind.PETITION: ("petition", "请愿"),
    Kind.CPPCC_PROPOSAL: ("CPPCC proposal", "提案"),
    Kind.INITIATIVE: ("initiative", "倡议"),
    Kind.REPORT: ("report", "报告"),
    Kind.OTHER: ("other", "其他"),
}

STATUS_LABELS: dict[str, tuple[str, str]] = {
    Status.UNKNOWN: ("unknown", "不详"),
    Status.PLANNED: ("planned", "计划提交"),
    Status.TO_BE_SUBMITTED: ("to be submitted after the session", "会后提交"),
    Status.PLANNED_OR_SUBMITTED: (
        "planned or submitted (sources differ)",
        "计划或已提交（说法不一）",
    ),
    Status.SUBMITTED: ("submitted", "已提交"),
    Status.PRESENTED: ("presented", "带到会上"),
    Status.ASSIGNED: ("assigned", "已交办"),
    Status.REFERRED: ("referred to a committee", "已付委"),
    Status.REPLIED: ("replied", "已答复"),
    Status.PASSED: ("passed", "表决通过"),
    Status.ADOPTED: ("adopted", "已通过"),
    Status.ENACTED: ("enacted", "已成为法律"),
    Status.REJECTED: ("rejected", "未通过"),
    Status.VETOED: ("vetoed", "被否决"),
    Status.WITHDRAWN: ("withdrawn", "已撤回"),
    Status.LAPSED: ("lapsed", "已失效"),
    Status.CLOSED: ("closed", "已办结"),
}

STAGE_LABELS: dict[str, tuple[str, str]] = {
    Stage.ANNOUNCED: ("announced", "宣布"),
    Stage.SUBMITTED: ("submitted", "提交"),
    Stage.INTRODUCED: ("introduced", "提出"),
    Stage.ASSIGNED: ("assigned", "交办"),
    Stage.REFERRED: ("referred to a committee", "付委"),
    Stage.DEBATED: ("debated", "审议"),
    Stage.AMENDED: ("amended", "修改"),
    Stage.DECIDED: ("decided", "表决"),
    Stage.REPLIED: ("replied", "答复"),
    Stage.PASSED: ("passed", "表决通过"),
    Stage.ADOPTED: ("adopted", "通过"),
    Stage.ENACTED: ("enacted", "成为法律"),
    Stage.IN_FORCE: ("in force", "生效"),
    Stage.REJECTED: ("rejected", "未通过"),
    Stage.VETOED: ("vetoed", "被否决"),
    Stage.WITHDRAWN: ("withdrawn", "撤回"),
    Stage.LAPSED: ("lapsed", "失效"),
    Stage.CARRIED_OVER: ("carried over", "转入下次会议"),
    Stage.CLOSED: ("closed", "办结"),
    Stage.OTHER: ("other", "其他"),
}

ROLE_LABELS: dict[str, tuple[str, str]] = {
    Role.AUTHOR: ("author", "提出人"),
    Role.COSPONSOR: ("cosponsor", "联名人"),
    Role.PETITIONER: ("petitioner", "请愿人"),
    Role.RAPPORTEUR: ("rapporteur", "报告人"),
    Role.LEAD: ("lead", "主办"),
    Role.JOINT: ("joint", "会办"),
    Role.OTHER: ("other", "其他"),
}

BASIS_LABELS: dict[str, tuple[str, str]] = {
    TitleBasis.OFFICIAL: ("official", "官方"),
    TitleBasis.REPORTED: ("as reported", "据报道"),
    TitleBasis.TRANSLATED: ("our translation", "译文"),
    TitleBasis.MACHINE: ("machine translation", "机器翻译"),
    TitleBasis.LABEL: ("our own label; original not found", "拟题，未见原题"),
    TitleBasis.SUBJECT: ("subject, not a title", "主题词，非题名"),
    TextBasis.OURS: ("our own words", "本库转述"),
}

HORIZON_LABELS: dict[str, tuple[str, str]] = {
    Horizon.NEAR_TERM: ("near term", "近期"),
    Horizon.MEDIUM_AND_LONG_TERM: ("medium and long term", "中长期"),
}

DOCUMENT_LABELS: dict[str, tuple[str, str]] = {
    DocumentRole.TEXT: ("text", "文本"),
    DocumentRole.QUESTION: ("question", "询问文件"),
    DocumentRole.ANSWER: ("answer", "答复文件"),
    DocumentRole.AMENDMENT: ("amendment", "修正案"),
    DocumentRole.REPORT: ("report", "报告"),
    DocumentRole.MINUTES: ("minutes", "会议记录"),
    DocumentRole.VOTE: ("vote", "表决结果"),
    DocumentRole.OTHER: ("other", "其他"),
}

FIGURE_LABELS: dict[str, tuple[str, str]] = {
    FigureKind.SIGNATURES: ("signatures", "签名数"),
    FigureKind.SUPPORTS: ("supporters", "支持数"),
    FigureKind.FURTHER_SPONSORS: ("further sponsors", "其他提出人数"),
    FigureKind.THRESHOLD: ("threshold", "门槛"),
    FigureKind.ASKED: ("asked for", "申请数"),
    FigureKind.APPROVED: ("approved", "批准数"),
    FigureKind.COST: ("cost", "费用"),
    FigureKind.OTHER: ("other", "其他"),
}

RELATION_LABELS: dict[str, tuple[str, str]] = {
    RelationKind.CONTINUES: ("continues", "承接"),
    RelationKind.RELATED: ("related to", "相关"),
    RelationKind.AMENDS: ("amends", "修正"),
    RelationKind.SUPERSEDES: ("supersedes", "取代"),
    RelationKind.COMPANION: ("companion of", "姊妹案"),
    RelationKind.DUPLICATES: ("duplicates", "重复"),
    RelationKind.PART_OF: ("part of", "属于"),
}

FACT_LABELS: dict[str, tuple[str, str]] = {
    FactKind.BIOGRAPHY: ("on the person", "人物"),
    FactKind.COUNT: ("number of proposals in a year", "当年件数"),
    FactKind.TOTAL: ("number of proposals over several years", "累计件数"),
    FactKind.SESSION: ("on the session", "会议"),
    FactKind.DISAGREEMENT: ("where sources disagree", "来源分歧"),
    FactKind.REFERENCE: ("what a source refers to", "来源所指"),
}

OTHER_LABELS: dict[str, tuple[str, str]] = {
    AgentKind.PERSON: ("person", "个人"),
    AgentKind.ORGANISATION: ("organisation", "机构"),
    SourceTier.OFFICIAL: ("official", "官方"),
    SourceTier.SPONSOR: ("the sponsor's own", "提出人自述"),
    SourceTier.PRESS: ("press", "报刊"),
    SourceTier.OTHER: ("other", "其他"),
    SourceCopy.REPRINT: ("reprint", "转载"),
    SourceCopy.EXCERPT: ("excerpt", "摘录"),
    SourceCopy.MACHINE_TRANSLATION: ("machine translation", "机器翻译"),
    NOT_PUBLISHED: ("not published", "未公开"),
}


def label(labels: dict[str, tuple[str, str]], word: str, lang: str) -> str:
    """Return the label of a term in ``lang`` (``zh``, otherwise English), or the term itself.

    >>> label(STATUS_LABELS, "replied", "zh"), label(STATUS_LABELS, "sent", "en")
    ('已答复', 'sent')
    """
    english, chinese = labels.get(word, (word, word))
    return chinese if lang.partition("-")[0] == "zh" else english
