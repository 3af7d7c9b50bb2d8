"""HTML: one page that needs no network, with search, filters, charts and every proposal."""

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from proposals_cli import __version__
from proposals_cli.domain.answers.stats import people_counted, stated_counts, years_within
from proposals_cli.domain.model.records import Citation, Person, Proposal, Source, Statement, Theme
from proposals_cli.domain.model.vocabulary import LABELS, FactKind
from proposals_cli.domain.presenting.csl import body_name, session_name
from proposals_cli.domain.text.han_variants import FOLDED, VARIANTS
from proposals_cli.domain.text.sanitise import one_line_within, web_address
from proposals_cli.exporting.selection import ExportOptions, Selection

_FOLDER = Path(__file__).parent

_SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield the page: its head, the data one proposal after the other, and its program.

    Style and program are allowed by their hashes and nothing else is, so that no text of a
    record could run or load anything even if it were taken for markup.
    """
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    program = (_FOLDER / "page.js").read_text(encoding="utf-8")
    page = (_FOLDER / "page.html").read_text(encoding="utf-8")
    head, body, tail = page.split("{{ }}")
    yield _filled(
        head,
        lang="zh-CN" if options.lang == "zh" else "en",
        style_hash=_hash(style),
        script_hash=_hash(program),
        version=html.escape(__version__),
    )
    yield style
    yield body
    yield from data(selection, options)
    yield tail.replace("{{ program }}", program)


def data(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield the data as one JSON object that is safe within a script element."""
    yield '{"proposals": ['
    for number, proposal in enumerate(selection.proposals()):
        yield (",\n" if number else "\n") + safe_json(_proposal(proposal, selection))
    yield "\n]"
    people, themes, sources = (
        selection.records(table) for table in ("people", "themes", "sources")
    )
    for key, value in (
        ("people", {one.id: _names(one) for one in people if isinstance(one, Person)}),
        ("themes", {one.id: _names(one) for one in themes if isinstance(one, Theme)}),
        ("sources", {one.id: _source(one) for one in sources if isinstance(one, Source)}),
        ("stated", _stated(selection)),
        ("labels", LABELS),
        ("folding", [VARIANTS, FOLDED]),
        ("whole", selection.whole),
        ("lang", "zh" if options.lang == "zh" else "en"),
    ):
        yield f",\n{json.dumps(key)}: {safe_json(value)}"
    yield "}\n"


def safe_json(value: Any) -> str:
    r"""Return JSON that cannot end the element it stands in.

    >>> print(safe_json("</script>"))
    "\u003c/script\u003e"
    """
    text = json.dumps(one_line_within(value), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_SIGNS)


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _names(record: Person | Theme) -> list[str | None]:
    return [record.name.en, record.name.zh]


def _source(source: Source) -> dict[str, Any]:
    return {
        "publisher": source.publisher,
        "title": source.title,
        "date": source.date,
        "url": web_address(source.url),
        "language": source.language,
        "machine": source.machine_translated_from,
    }


def _proposal(proposal: Proposal, selection: Selection) -> dict[str, Any]:
    title, status = proposal.title, proposal.status
    facts = selection.facts_on(proposal.id)
    return {
        "id": proposal.id,
        "year": proposal.year,
        "sessions": [
            session_name(proposal, lang) or body_name(proposal.body, lang) for lang in ("en", "zh")
        ],
        "kind": proposal.kind.value,
        "titles": [title.en, title.zh],
        "bases": [title.en_basis, title.zh_basis],
        "topic": title.topic_zh,
        "variants": [
            _said(" / ".join(filter(None, (variant.en, variant.zh))), variant.citations)
            for variant in title.variants
        ],
        "cited": _places(title.citations),
        "status": {
            "value": status.value.value,
            "words": status.as_reported,
            "cited": _places(status.citations),
        },
        "people": proposal.people,
        "themes": proposal.themes,
        "regions": proposal.regions,
        "entities": proposal.entities,
        "series": [[series.id, series.name.en, series.name.zh] for series in proposal.series],
        "problem": _statement(proposal.problem) if proposal.problem else None,
        "measures": [
            {
                **_said(measure.text, measure.citations),
                "id": measure.id,
                "area": measure.area,
                "horizon": measure.horizon,
                "actors": measure.actors,
            }
            for measure in proposal.measures
        ],
        "replies": [
            {**_said(reply.text, reply.citations), "who": reply.who, "when": reply.when}
            for reply in proposal.responses
        ],
        "uptake": [_statement(statement) for statement in proposal.uptake],
        "differing": [
            _said(" ".join(filter(None, (fact.text, fact.assessment))), fact.citations)
            for fact in facts
            if fact.kind is FactKind.DISAGREEMENT
        ],
        "notes": proposal.notes,
        "sources": proposal.all_sources(),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return _said(statement.text, statement.citations)


def _said(text: str, citations: Iterable[Citation]) -> dict[str, Any]:
    return {"text": text, "cited": _places(citations)}


def _places(citations: Iterable[Citation]) -> list[list[str | None]]:
    return [[one.source, one.locator, one.quote] for one in citations]


def _stated(selection: Selection) -> dict[int, Any] | None:
    """Return year → counts that sources state, where the selection counts the same thing."""
    people = people_counted(selection.query.where)
    if people is None or selection.query.limit is not None:
        return None
    counts = stated_counts(selection.counts(), people)
    return {
        year: [stated, *others]
        for year, (stated, others) in sorted(counts.items())
        if years_within(selection.query.where, year)
    }
