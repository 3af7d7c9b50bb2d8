"""Markdown: a brief to paste, one section per proposal, every statement with its footnote."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from proposals_cli.domain.model.records import Citation, Proposal
from proposals_cli.domain.model.vocabulary import FactKind, TitleBasis, label
from proposals_cli.domain.presenting.csl import kind_name, session_name
from proposals_cli.domain.text.sanitise import one_line, web_address
from proposals_cli.exporting.selection import ExportOptions, Selection

_MEANT = re.compile(r"([\\`*_{}\[\]<>|~$^])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HASHES = re.compile(r"(?<!\S)#")
_OPENING = re.compile(r"\A(?:[-+=]|(?=\d+[.)]))")

_WORDS = {
    "status": ("Status", "状态"),
    "reported": ("as reported: ", "据报道："),
    "themes": ("Themes", "主题"),
    "regions": ("Regions", "地区"),
    "problem": ("Problem", "问题"),
    "measures": ("Measures", "措施"),
    "replies": ("Official replies", "官方答复"),
    "no reply": ("None is known.", "未见。"),
    "uptake": ("Later policy that says the same", "后来相同的政策"),
    "disagreements": ("Where sources disagree", "说法不一"),
    "other": ("other", "其他"),
    "by": ("by", "提出人："),
    "also": ("Also titled", "又题"),
    "unread": ("source not held", "来源未收录"),
}


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield one section per proposal in the order of the query, its footnotes below it."""
    notes = 0
    for proposal in selection.proposals():
        section = _Section(proposal, selection, options.lang, notes)
        yield "\n".join(section.lines()) + "\n\n"
        notes = section.last


def escaped(text: str) -> str:
    r"""Return text on one line that Markdown shows as it stands.

    >>> escaped("*a* <b> [c](d) # e"), escaped("1. first"), escaped("AT&T &amp;")
    ('\\*a\\* \\<b\\> \\[c\\](d) \\# e', '1\\. first', 'AT&T \\&amp;')
    """
    text = _MEANT.sub(r"\\\1", one_line(text))
    text = _HASHES.sub(r"\\#", _ENTITY.sub(r"\\&", text))
    if found := _OPENING.match(text):
        text = f"\\{text}" if found[0] else re.sub(r"[.)]", r"\\\g<0>", text, count=1)
    return text


class _Section:
    """One proposal; footnotes are numbered through the whole brief."""

    def __init__(self, proposal: Proposal, selection: Selection, lang: str, before: int) -> None:
        self.proposal = proposal
        self.selection = selection
        self.zh = lang == "zh"
        self.last = before
        self.footnotes: dict[tuple[str, str | None, str | None], int] = {}

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.status()
        yield from self.measures()
        yield from self.replies()
        yield from self.disagreements()
        for (source, locator, quote), number in self.footnotes.items():
            yield f"[^{number}]: {self.footnote(source, locator, quote)}"

    def word(self, key: str) -> str:
        return _WORDS[key][self.zh]

    def cited(self, citations: Iterable[Citation]) -> str:
        """Return the marks of citations; one place in a source has one footnote."""
        marks = []
        for citation in citations:
            place = (citation.source, citation.locator, citation.quote)
            if place not in self.footnotes:
                self.last += 1
                self.footnotes[place] = self.last
            marks.append(f"[^{self.footnotes[place]}]")
        return "".join(dict.fromkeys(marks))

    def said(self, text: str, citations: Iterable[Citation]) -> str:
        return escaped(text) + self.cited(citations)

    def head(self) -> Iterator[str]:
        proposal, title = self.proposal, self.proposal.title
        english, chinese = title.en, title.zh
        if not chinese and title.topic_zh:
            chinese = f"〔{title.topic_zh}〕"
        first, second = (chinese, english) if self.zh else (english, chinese)
        yield f"## {escaped(first or second or '')}"
        yield ""
        if title.en_basis in (TitleBasis.LABEL, TitleBasis.TRANSLATED):
            # said of the English title, whichever of the two stands in the heading
            of = "英文：" if self.zh else "English title: "
            basis = f"{of}{label(title.en_basis, 'zh' if self.zh else 'en')}"
            second = f"{second or ''} ({basis})".strip()
        if (first and second) or title.citations:
            yield f"{escaped(second or '')}{self.cited(title.citations)}  "
        for variant in title.variants:
            words = " / ".join(filter(None, (variant.en, variant.zh)))
            yield f"{self.word('also')}: {self.said(words, variant.citations)}  "
        session = session_name(proposal, "zh" if self.zh else "en")
        kind = label(proposal.kind, "zh") if self.zh else kind_name(proposal.kind, proposal.body)
        parts = [f"{session} ({proposal.year})" if session else str(proposal.year), kind]
        if proposal.people:
            people = ", ".join(self.person(id_) for id_ in proposal.people)
            parts.append(f"{self.word('by')} {people}" if not self.zh else self.word("by") + people)
        yield " · ".join(escaped(part) for part in parts) + f" · `{proposal.id}`"
        yield ""

    def person(self, id_: str) -> str:
        person = self.selection.person(id_)
        if person is None:
            return id_
        names = [person.name.en, person.name.zh]
        first, *rest = [name for name in (reversed(names) if self.zh else names) if name] or [id_]
        return f"{first} ({rest[0]})" if rest else first

    def theme(self, id_: str) -> str:
        theme = self.selection.theme(id_)
        name = theme and (theme.name.zh if self.zh else theme.name.en)
        return name or id_

    def status(self) -> Iterator[str]:
        proposal, status = self.proposal, self.proposal.status
        words = escaped(label(status.value, "zh" if self.zh else "en"))
        if status.as_reported:
            words += f" — {self.word('reported')}{escaped(status.as_reported)}"
        yield f"- **{self.word('status')}:** {words}{self.cited(status.citations)}"
        for key, values in (
            ("themes", [self.theme(id_) for id_ in proposal.themes]),
            ("regions", list(proposal.regions)),
        ):
            if values:
                yield f"- **{self.word(key)}:** {', '.join(escaped(value) for value in values)}"
        if proposal.problem:
            said = self.said(proposal.problem.text, proposal.problem.citations)
            yield f"- **{self.word('problem')}:** {said}"
        yield ""

    def measures(self) -> Iterator[str]:
        if not self.proposal.measures:
            return
        yield f"### {self.word('measures')}"
        areas = list(dict.fromkeys(measure.area for measure in self.proposal.measures))
        by_area = sorted(self.proposal.measures, key=lambda measure: areas.index(measure.area))
        for area, measures in groupby(by_area, key=lambda measure: measure.area):
            yield ""
            if areas != [None]:
                yield f"**{escaped(area or self.word('other'))}**"
                yield ""
            for measure in measures:
                aside = (
                    [label(measure.horizon, "zh" if self.zh else "en")] if measure.horizon else []
                )
                aside += measure.actors
                words = f"{measure.text} ({'; '.join(aside)})" if aside else measure.text
                yield f"- {self.said(words, measure.citations)}"
        yield ""

    def replies(self) -> Iterator[str]:
        yield f"### {self.word('replies')}"
        yield ""
        for response in self.proposal.responses:
            when = f" ({escaped(response.when)})" if response.when else ""
            said = self.said(response.text, response.citations)
            yield f"- **{escaped(response.who)}**{when}: {said}"
        if not self.proposal.responses:
            yield self.word("no reply")
        yield ""
        if self.proposal.uptake:
            yield f"### {self.word('uptake')}"
            yield ""
            for statement in self.proposal.uptake:
                yield f"- {self.said(statement.text, statement.citations)}"
            yield ""

    def disagreements(self) -> Iterator[str]:
        facts = self.selection.facts_on(self.proposal.id)
        differing = [fact for fact in facts if fact.kind is FactKind.DISAGREEMENT]
        if not differing:
            return
        yield f"### {self.word('disagreements')}"
        yield ""
        for fact in differing:
            assessment = f" {escaped(fact.assessment)}" if fact.assessment else ""
            yield f"- {self.said(fact.text, fact.citations)}{assessment}"
        yield ""

    def footnote(self, id_: str, locator: str | None, quote: str | None) -> str:
        source = self.selection.source(id_)
        parts = []
        if source is None:
            parts.append(f"`{escaped(id_)}` ({self.word('unread')})")
        else:
            title = f"“{escaped(source.title)}”" if source.title else None
            publisher = escaped(source.publisher) if source.publisher else None
            url = web_address(source.url)
            link = f"<{url}>" if url else escaped(source.url) if source.url else None
            parts += filter(None, (publisher, title, source.date, link))
            parts = parts or [f"`{id_}`"]
        if locator:
            parts.append(escaped(locator))
        text = ", ".join(parts)
        return f"{text}: “{escaped(quote)}”" if quote else text
