"""What a hit of a search is, in words."""

from proposals_cli.domain.model.vocabulary import AgentKind, RecordKind
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.presenting.labels import COLON, Label
from proposals_cli.domain.presenting.titles import each_title
from proposals_cli.domain.text.languages import Languages

_KINDS: dict[str, Label] = {
    RecordKind.PERSON: Label("person", "人物"),
    RecordKind.BODY: Label("body", "机构"),
    RecordKind.THEME: Label("theme", "主题"),
    RecordKind.SOURCE: Label("source", "来源"),
    RecordKind.FACT: Label("fact", "事实"),
    RecordKind.NOTE: Label("note", "校注"),
}
_ORGANISATION = Label("organisation", "机构")
_ABOUT: dict[str, Label] = {
    RecordKind.FACT: Label("fact about {subject}", "关于{subject}的事实"),
    RecordKind.NOTE: Label("note of {subject}", "{subject}的校注"),
}


def heading_of(hit: Hit, languages: Languages) -> str:
    """Return the title of a proposal, or what another record is and its name or subject."""
    lang = languages.interface
    if hit.record == RecordKind.PROPOSAL:
        return " / ".join(each_title(hit.summary, languages))
    is_organisation = hit.summary.kind == AgentKind.ORGANISATION
    kind = (_ORGANISATION if is_organisation else _KINDS[hit.record]).text(lang)
    if label := _ABOUT.get(hit.record):
        year = str(hit.summary.year) if hit.summary.year else ""
        subject = " ".join(filter(None, (languages.text(hit.summary.subjects), year)))
        return label.text(lang, subject=subject) if subject else kind
    return kind + COLON.text(lang) + " / ".join(each_title(hit.summary, languages))
