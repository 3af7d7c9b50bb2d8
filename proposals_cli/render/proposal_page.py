"""The page of a proposal, or of one of its measures."""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.records import Citation, Measure, Names, Person, Proposal, Theme
from proposals_cli.domain.model.vocabulary import BODIES, LABELS, label
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page
from proposals_cli.render.page_parts import (
    cites,
    numbering,
    write_extra,
    write_facts,
    write_list,
    write_notes,
    write_sources,
    write_title,
)


def write_proposal(page: Page, details: ProposalDetails) -> None:
    """Write the page of a proposal, or of the one of its measures that was asked for."""
    _ProposalPage(page, details).write()


class _ProposalPage:
    """What is known of one proposal, section by section."""

    def __init__(self, page: Page, details: ProposalDetails) -> None:
        self.page = page
        self.details = details
        self.proposal = details.proposal
        self.numbers = numbering(details.sources)

    def write(self) -> None:
        title = self.proposal.title
        write_title(self.page, title.en, title.zh, self.proposal.id)
        if self.details.measure:
            self.page.blank()
            self.measure(self.details.measure)
            cited = {citation.source for citation in self.details.measure.citations}
            write_sources(self.page, self.details.sources, only=cited)
            return
        self.head()
        self.problem()
        self.measures()
        self.lineage()
        self.aftermath()
        write_facts(self.page, self.details.facts, self.numbers)
        self.translation()
        self.remarks()
        write_extra(self.page, self.proposal.extra)
        write_sources(self.page, self.details.sources)

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
            themes = _named(self.details.themes, proposal.themes)
            page.labelled(
                page.word("Themes", "主题"),
                *(_joined(themes, page.lang) or [page.word("none", "无")]),
            )
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
        people = _named(self.details.people, self.proposal.people)
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
                    page.text(Text(one_line(area or page.word("other", "其他")), style="italic"))
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
        remark = Text(one_line(f" ({'; '.join(remarks)})") if remarks else "", style="dim")
        page.text(
            Text(measure.id, style="cyan"),
            f"  {measure.text}",
            remark,
            self.cites(measure.citations),
            hang=5,
        )

    def lineage(self) -> None:
        page, proposal = self.page, self.proposal
        if self.details.continues or proposal.continues_note or proposal.continues:
            page.heading("Continues", "承接")
            with page.indented():
                write_list(page, self.details.continues)
                known = {row.id for row in self.details.continues}
                for id_ in proposal.continues:
                    if id_ not in known:
                        missing = page.word(" (not in this base)", "（本库未收）")
                        page.text(Text(one_line(id_), style="cyan"), missing)
                if proposal.continues_note:
                    page.text(proposal.continues_note)
        if self.details.continued_by:
            page.heading("Continued by", "后续")
            with page.indented():
                write_list(page, reversed(self.details.continued_by))

    def aftermath(self) -> None:
        page, proposal = self.page, self.proposal
        page.heading("Official replies", "官方答复")
        with page.indented():
            for response in proposal.responses:
                when = f" ({response.when})" if response.when else ""
                page.text(
                    Text(one_line(response.who), style="bold"),
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
        write_notes(page, self.details.notes, self.numbers)
        with page.indented():
            for source, count in self.details.other_notes:
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
        return cites(citations, self.numbers)


def _session(proposal: Proposal, lang: str) -> str:
    english, chinese = BODIES.get(proposal.body, (proposal.body, proposal.body))
    term, session = proposal.term, proposal.session
    if lang == "zh":
        of_term = f"第{term}届" if term else ""
        meeting = f"第{session}次会议" if session else ""
        return f"{of_term}{chinese}{meeting}，{proposal.year}年"
    of_term = f"{_ordinal(term)} " if term else ""
    meeting = f", {_ordinal(session)} session" if session else ""
    also = f" ({chinese})" if chinese != english else ""
    return f"{of_term}{english}{meeting}, {proposal.year}{also}"


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
