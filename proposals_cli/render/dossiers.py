"""The pages of ``show``: one record with everything that bears on it, sources numbered."""

from collections.abc import Callable, Iterable
from itertools import groupby

from rich.text import Text

from proposals_cli.domain.dossier import (
    Dossier,
    FactDossier,
    NoteDossier,
    PersonDossier,
    ProposalDossier,
    SourceDossier,
    ThemeDossier,
)
from proposals_cli.domain.plain import line
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.records import (
    Citation,
    Fact,
    Measure,
    Names,
    Note,
    Person,
    Proposal,
    Source,
    Theme,
)
from proposals_cli.domain.vocabulary import BODIES, LABELS, label
from proposals_cli.render.page import Page


def write_dossier(page: Page, dossier: Dossier) -> None:
    """Write the page of one record."""
    match dossier:
        case ProposalDossier():
            _Proposal(page, dossier).write()
        case PersonDossier():
            _person(page, dossier)
        case ThemeDossier():
            _theme(page, dossier)
        case SourceDossier():
            _source(page, dossier)
        case FactDossier(fact, sources):
            _title(page, fact.id, None, fact.id)
            _facts(page, (fact,), _numbers(sources))
            _sources(page, sources)
        case NoteDossier(note, sources):
            _title(page, note.id, None, note.id)
            _notes(page, (note,), _numbers(sources))
            _sources(page, sources)


class _Proposal:
    """The page of a proposal, or of one of its measures."""

    def __init__(self, page: Page, dossier: ProposalDossier) -> None:
        self.page = page
        self.dossier = dossier
        self.proposal = dossier.proposal
        self.numbers = _numbers(dossier.sources)

    def write(self) -> None:
        title = self.proposal.title
        _title(self.page, title.en, title.zh, self.proposal.id)
        if self.dossier.measure:
            self.page.blank()
            self.measure(self.dossier.measure)
            cited = {citation.source for citation in self.dossier.measure.citations}
            _sources(self.page, self.dossier.sources, only=cited)
            return
        self.head()
        self.problem()
        self.measures()
        self.lineage()
        self.aftermath()
        _facts(self.page, self.dossier.facts, self.numbers)
        self.translation()
        self.remarks()
        _sources(self.page, self.dossier.sources)

    def head(self) -> None:
        page, proposal = self.page, self.proposal
        page.blank()
        with page.indented():
            page.labelled(page.word("Session", "会次"), _session(proposal, page.lang))
            english, chinese = LABELS[proposal.kind]
            kind = f"{english} ({chinese})" if page.lang != "zh" else f"{chinese} ({english})"
            if proposal.kind_terms:
                used = page.word("; called in the sources: ", "；来源用语：")
                kind += used + page.word(", ", "、").join(proposal.kind_terms)
            page.labelled(page.word("Kind", "类型"), kind)
            page.labelled(page.word("By", "提出人"), *self.people())
            themes = _named(self.dossier.themes, proposal.themes)
            page.labelled(page.word("Themes", "主题"), *_joined(themes, page.lang))
            if proposal.regions:
                page.labelled(page.word("Regions", "地区"), ", ".join(proposal.regions))
            if proposal.entities:
                page.labelled(page.word("Names", "涉及"), ", ".join(proposal.entities))
            if proposal.series:
                page.labelled(
                    page.word("Series", "系列"),
                    *_joined([(series.name, series.id) for series in proposal.series], page.lang),
                )
            for number in proposal.identifiers:
                page.labelled(page.word("Number", "编号"), f"{number.value} ({number.scheme})")
            self.status()
            self.wording()

    def people(self) -> list[str | Text]:
        people = _named(self.dossier.people, self.proposal.people)
        return _joined(people, self.page.lang) or [self.page.word("unknown", "不详")]

    def status(self) -> None:
        page, status = self.page, self.proposal.status
        parts: list[str | Text] = [Text(label(status.value, page.lang), style="bold")]
        if status.as_reported:
            parts.append(
                page.word(
                    f" (in the words of the sources: {status.as_reported})",
                    f"（来源原话：{status.as_reported}）",
                )
            )
        page.labelled(page.word("Status", "状态"), *parts, self.cites(status.citations))

    def wording(self) -> None:
        page, title = self.page, self.proposal.title
        parts = []
        if title.zh_basis:
            parts.append(page.word("Chinese ", "中文") + label(title.zh_basis, page.lang))
        if title.en_basis:
            parts.append(page.word("English ", "英文") + label(title.en_basis, page.lang))
        if parts or title.citations:
            page.labelled(
                page.word("Title", "题名"),
                page.word("; ", "；").join(parts),
                self.cites(title.citations),
            )
        with page.indented(10):
            if title.topic_zh and not title.zh:
                page.text(page.word("Subject in Chinese: ", "主题词："), title.topic_zh)
            if title.note:
                page.text(title.note)
            for variant in title.variants:
                page.text(
                    page.word("Also reported as: ", "另有报道作："),
                    " / ".join(filter(None, (variant.zh, variant.en))),
                    self.cites(variant.citations),
                )

    def problem(self) -> None:
        page = self.page
        page.heading("Problem", "问题")
        with page.indented():
            if problem := self.proposal.problem:
                page.text(problem.text, self.cites(problem.citations))
            else:
                page.text(
                    Text(page.word("No source read states it.", "未见来源说明。"), style="dim")
                )

    def measures(self) -> None:
        page, measures = self.page, self.proposal.measures
        page.heading(f"Measures ({len(measures)})", f"措施（{len(measures)}）")
        with page.indented():
            if not measures:
                page.text(
                    Text(page.word("No concrete measure is known.", "未见具体措施。"), style="dim")
                )
            areas = list(dict.fromkeys(measure.area for measure in measures))
            ordered = sorted(measures, key=lambda measure: areas.index(measure.area))
            for area, group in groupby(ordered, key=lambda measure: measure.area):
                if areas != [None]:
                    page.text(Text(line(area or page.word("other", "其他")), style="italic"))
                with page.indented(2 if areas != [None] else 0):
                    for measure in group:
                        self.measure(measure)

    def measure(self, measure: Measure) -> None:
        page = self.page
        remarks = []
        if measure.horizon:
            remarks.append(label(measure.horizon, page.lang))
        if measure.actors:
            asked = page.word("asked of: ", "责任方：")
            remarks.append(asked + page.word(", ", "、").join(measure.actors))
        remark = Text(line(f" ({'; '.join(remarks)})") if remarks else "", style="dim")
        page.text(
            Text(measure.id, style="cyan"),
            f"  {measure.text}",
            remark,
            self.cites(measure.citations),
            hang=5,
        )

    def lineage(self) -> None:
        page, proposal = self.page, self.proposal
        if self.dossier.continues or proposal.continues_note or proposal.continues:
            page.heading("Continues", "承接")
            with page.indented():
                _list(page, self.dossier.continues)
                if proposal.continues_note:
                    page.text(proposal.continues_note)
        if self.dossier.continued_by:
            page.heading("Continued by", "后续")
            with page.indented():
                _list(page, reversed(self.dossier.continued_by))

    def aftermath(self) -> None:
        page, proposal = self.page, self.proposal
        page.heading("Official replies", "官方答复")
        with page.indented():
            for response in proposal.responses:
                when = f" ({response.when})" if response.when else ""
                page.text(
                    Text(line(response.who), style="bold"),
                    f"{when}: {response.text}",
                    self.cites(response.citations),
                )
            if not proposal.responses:
                none = page.word("None known; one may exist unpublished.", "未见；可能有而未公开。")
                page.text(Text(none, style="dim"))
        if proposal.uptake:
            page.heading("Later policy that says the same", "后来政策中的同类表述")
            with page.indented():
                for statement in proposal.uptake:
                    page.text(statement.text, self.cites(statement.citations))

    def translation(self) -> None:
        page = self.page
        _notes(page, self.dossier.notes, self.numbers)
        with page.indented():
            for source, count in self.dossier.other_notes:
                page.text(
                    Text(
                        page.word(
                            f"{count} more on passages not cited here: prop show {source}",
                            f"另有 {count} 条涉及此处未引的段落：prop show {source}",
                        ),
                        style="dim",
                    )
                )

    def remarks(self) -> None:
        if self.proposal.notes:
            self.page.heading("Notes", "备注")
            with self.page.indented():
                for note in self.proposal.notes:
                    self.page.text(note)

    def cites(self, citations: Iterable[Citation]) -> Text:
        return _cites(citations, self.numbers)


def _person(page: Page, dossier: PersonDossier) -> None:
    person = dossier.person
    _title(page, person.name.en, person.name.zh, person.id)
    page.blank()
    with page.indented():
        for role in person.roles:
            page.text(role)
        if person.other_names:
            page.text(page.word("also: ", "又名："), ", ".join(person.other_names))
    _proposal_list(page, dossier.proposals, dossier.proposals_in_all, f"person:{person.id}")
    numbers = _numbers(dossier.sources)
    _facts(page, dossier.facts, numbers)
    _sources(page, dossier.sources)


def _theme(page: Page, dossier: ThemeDossier) -> None:
    theme = dossier.theme
    _title(page, theme.name.en, theme.name.zh, theme.id)
    page.blank()
    with page.indented():
        if theme.description:
            page.text(theme.description)
        if theme.cap:
            page.text(
                page.word(
                    "Nearest major topic of the Comparative Agendas Project: ",
                    "最接近的 CAP 主题：",
                ),
                f"{theme.cap.code} {theme.cap.name}",
            )
    _proposal_list(page, dossier.proposals, dossier.proposals_in_all, f"theme:{theme.id}")


def _source(page: Page, dossier: SourceDossier) -> None:
    source = dossier.source
    _title(page, source.title or source.publisher, None, source.id)
    page.blank()
    with page.indented():
        _source_lines(page, source)
    _notes(page, dossier.notes, _numbers(dossier.sources))
    _proposal_list(page, dossier.proposals, dossier.proposals_in_all, f"source:{source.id}")
    _sources(page, dossier.sources)


def _proposal_list(page: Page, rows: tuple[Summary, ...], count: int, term: str) -> None:
    page.heading(f"Proposals ({count})", f"建议（{count}）")
    with page.indented():
        _list(page, rows)
        if count > len(rows):
            page.text(
                Text(page.word(f"The newest; all: prop list {term}", f"全部：prop list {term}"))
            )


def _title(page: Page, english: str | None, chinese: str | None, id_: str) -> None:
    titles = [english, chinese] if page.lang != "zh" else [chinese, english]
    for number, title in enumerate(filter(None, titles)):
        page.text(Text(line(title), style="bold" if number == 0 else ""))
    page.text(Text(id_, style="cyan"), wrap=False)


def _session(proposal: Proposal, lang: str) -> str:
    english, chinese = BODIES.get(proposal.body, (proposal.body, proposal.body))
    if proposal.term is None or proposal.session is None:
        return f"{chinese if lang == 'zh' else english}, {proposal.year}"
    if lang == "zh":
        return f"第{proposal.term}届{chinese}第{proposal.session}次会议，{proposal.year}年"
    return (
        f"{_ordinal(proposal.term)} {english}, {_ordinal(proposal.session)} session,"
        f" {proposal.year} ({chinese})"
    )


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _named(records: Iterable[Person | Theme], ids: Iterable[str]) -> list[tuple[Names, str]]:
    """Return names and ids in the order of the ids, nameless where there is no record."""
    names = {record.id: record.name for record in records}
    return [(names.get(id_, Names()), id_) for id_ in ids]


def _joined(named: list[tuple[Names, str]], lang: str) -> list[str | Text]:
    parts: list[str | Text] = []
    for name, id_ in named:
        named_by = {"en": [name.en or name.zh], "zh": [name.zh or name.en]}
        shown = " ".join(filter(None, named_by.get(lang, [name.en, name.zh])))
        parts += ["; " if parts else "", shown]
        parts.append(Text(f" {id_}" if shown else id_, style="cyan"))
    return parts


def _list(page: Page, rows: Iterable[Summary]) -> None:
    for row in rows:
        title = (row.title_zh or row.topic_zh) if page.lang == "zh" else row.title_en
        page.text(
            Text(row.id, style="cyan"),
            f"  {title or row.title_zh or row.title_en or ''}",
            hang=4,
        )


def _facts(page: Page, facts: Iterable[Fact], numbers: Callable[[Citation], str]) -> None:
    facts = list(facts)
    if not facts:
        return
    page.heading("What sources say, and where they disagree", "来源的说法与分歧")
    with page.indented():
        for fact in facts:
            page.text(fact.text, _cites(fact.citations, numbers))
            if fact.assessment:
                with page.indented():
                    page.text(Text(line(fact.assessment), style="dim"))


def _notes(page: Page, notes: Iterable[Note], numbers: Callable[[Citation], str]) -> None:
    notes = list(notes)
    if not notes:
        return
    page.heading("Notes on translation", "译文校注")
    with page.indented():
        for note in notes:
            page.text(
                Text(line(f"{note.source}, {note.locator}: " if note.locator else ""), style="dim"),
                f"“{note.words}”",
                page.word(" means ", " 应为 "),
                f"“{note.meaning}”",
                f" ({note.original})" if note.original else "",
                ". " if note.explanation else ".",
                note.explanation or "",
                _cites(note.citations, numbers),
                hang=2,
            )


def _numbers(sources: Iterable[Source]) -> Callable[[Citation], str]:
    places = {source.id: number for number, source in enumerate(sources, 1)}

    def number(citation: Citation) -> str:
        place = str(places.get(citation.source, citation.source))
        return f"{place}, {citation.locator}" if citation.locator else place

    return number


def _cites(citations: Iterable[Citation], numbers: Callable[[Citation], str]) -> Text:
    """Return the citations as ``[1, para 4; 2]``."""
    shown = "; ".join(numbers(citation) for citation in citations)
    text = Text(line(f" [{shown}]") if shown else "", style="green")
    for citation in citations:
        if citation.quote:
            text.append(line(f" “{citation.quote}”"), style="dim")
    return text


def _sources(page: Page, sources: tuple[Source, ...], only: set[str] | None = None) -> None:
    if not sources:
        return
    page.heading("Sources", "来源")
    with page.indented():
        for number, source in enumerate(sources, 1):
            if only is not None and source.id not in only:
                continue
            mark = f"[{number}] "
            page.text(
                Text(mark, style="green"),
                f"{_described(source)} ",
                Text(source.id, style="cyan"),
                hang=len(mark),
            )
            with page.indented(len(mark)):
                if source.url:
                    page.link(source.url)
                if source.note:
                    page.text(Text(line(source.note), style="dim"))


def _source_lines(page: Page, source: Source) -> None:
    page.text(_described(source))
    if source.url:
        page.link(source.url)
    if source.note:
        page.text(source.note)


def _described(source: Source) -> str:
    """Return a source in one line: publisher, title, date, kind, language, how far it was read."""
    language = source.language or "language unknown"
    if source.machine_translated_from:
        language += f", machine-translated from {source.machine_translated_from}"
    parts = [
        source.publisher,
        f"“{source.title}”" if source.title else None,
        source.date or "undated",
        source.kind,
        language,
        f"read: {source.extent_read}" if source.extent_read else None,
    ]
    return ". ".join(part for part in parts if part) + "."
