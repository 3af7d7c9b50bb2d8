"""Write HTML: one page that needs no network, with search, filters, charts and all proposals."""

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from proposals_cli import __version__
from proposals_cli.domain.answers.stats import people_counted, stated_counts, years_within
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Proposal, Source, Theme
from proposals_cli.domain.model.vocabulary import LABELS, label
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.names import body_name, kind_name, session_name
from proposals_cli.domain.presenting.sections import (
    Entry,
    Line,
    Named,
    Section,
    Text,
    exported_sections,
    head,
    title_variants,
)
from proposals_cli.domain.text.han_variants import FOLDED, VARIANTS
from proposals_cli.domain.text.sanitise import one_line_within, web_address
from proposals_cli.exporting.selection import ExportOptions, Selection

JsonObject = dict[str, object]

_FOLDER = Path(__file__).parent

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

LINES = (labels.STATUS, labels.BY, labels.REGIONS, labels.SERIES)
"""The labelled lines of a proposal; themes are tags, and the title is a line of its own."""

SHOWN_EMPTY = (labels.REPLIES,)
"""Sections whose absence is worth a sentence."""

WORDS: dict[str, Label] = {
    "title": Label("Policy proposals", "政策建议"),
    "skip": Label("Skip to the proposals", "跳到建议列表"),
    "language": Label("Language", "语言"),
    "search": Label("Search", "搜索"),
    "theme": Label("Theme", "主题"),
    "year": Label("Year", "年份"),
    "all": Label("all", "全部"),
    "reset": Label("Clear", "清除"),
    "counts": Label("Counts", "统计"),
    "byYear": labels.BY_YEAR,
    "byTheme": labels.BY_THEME,
    "several": labels.SEVERAL_THEMES,
    "map": labels.THEME_BY_YEAR,
    "proposals": labels.PROPOSALS,
    "open": Label("Open all", "全部展开"),
    "close": Label("Close all", "全部收起"),
    "more": Label("Show more", "显示更多"),
    "none": Label("No proposals match.", "没有符合条件的建议。"),
    "wording": labels.TITLE,
    "status": labels.STATUS,
    "by": labels.BY,
    "regions": labels.REGIONS,
    "series": labels.SERIES,
    "also": labels.ALSO_REPORTED_AS,
    "askedOf": labels.ASKED_OF,
    "problem": labels.PROBLEM,
    "measures": labels.MEASURES,
    "replies": labels.REPLIES,
    "uptake": labels.UPTAKE,
    "disagreements": labels.DISAGREEMENTS,
    "notes": labels.NOTES,
    "sources": labels.SOURCES,
    "untitled": labels.UNTITLED,
    "machine": labels.MACHINE_TRANSLATION,
    "stated": Label(
        "In this file / stated by sources. Dashed: stated but not in this file."
        " In brackets: another number stated.",
        "已收录 / 来源所称。虚线：所称而未收录。括号内：另有来源所称之数。",
    ),
    "notCompared": labels.NOT_COMPARED,
    "totals": Label(
        "{proposals} proposals, {measures} measures, {sources} sources",
        "{proposals} 件建议，{measures} 项措施，{sources} 个来源",
    ),
    "found": Label("{count} of {all} shown", "显示 {count} / {all} 件"),
    "made": Label(
        "Everything on this page is in this file; only links to sources lead elsewhere.",
        "本页内容全部在此文件中，只有来源链接指向外部。",
    ),
}
"""Key in ``page.js`` and ``page.html`` → the text."""

_KEYS = {text: key for key, text in WORDS.items()}


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield the page: its head, the data one proposal after the other, and its program.

    The policy of the page allows only style and program, by their hashes: text of a record
    cannot run or load anything, even if it were taken for markup.
    """
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    scripts = ("page.js", "page_charts.js")
    program = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in scripts)
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
    """Yield the data as one JSON object that is safe in a script element."""
    yield '{"proposals": ['
    for number, proposal in enumerate(selection.proposals()):
        yield (",\n" if number else "\n") + safe_json(_proposal(proposal, selection))
    yield "\n]"
    themes, sources = (selection.records(table) for table in ("themes", "sources"))
    for key, value in (
        (
            "themes",
            {one.id: [one.name.en, one.name.zh] for one in themes if isinstance(one, Theme)},
        ),
        ("sources", {one.id: _source(one) for one in sources if isinstance(one, Source)}),
        ("stated", _stated(selection)),
        ("words", WORDS),
        ("labels", LABELS),
        ("folding", [VARIANTS, FOLDED]),
        ("lang", "zh" if options.lang == "zh" else "en"),
    ):
        yield f",\n{json.dumps(key)}: {safe_json(value)}"
    yield "}\n"


def safe_json(value: object) -> str:
    r"""Return JSON that cannot end the element around it.

    >>> print(safe_json("</script>"))
    "\u003c/script\u003e"
    """
    text = json.dumps(one_line_within(value), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _source(source: Source) -> JsonObject:
    return {
        "publisher": source.publisher,
        "title": source.title,
        "date": source.date,
        "url": web_address(source.url),
        "language": source.language,
        "machine": source.machine_translated_from,
    }


def _proposal(proposal: Proposal, selection: Selection) -> JsonObject:
    title = proposal.title
    head_lines = head(proposal, selection.names)
    chosen = (head_lines[key] for key in LINES if key in head_lines)
    sections = exported_sections(proposal, selection.facts_on(proposal.id))
    return {
        "id": proposal.id,
        "year": proposal.year,
        "sessions": [
            session_name(proposal, lang) or body_name(proposal.body, lang) for lang in ("en", "zh")
        ],
        "kinds": [kind_name(proposal.kind, proposal.body), label(proposal.kind, "zh")],
        "status": proposal.status.value.value,
        "titles": [title.en, title.zh],
        "bases": [title.en_basis, title.zh_basis],
        "topic": title.topic_zh,
        "cited": _places(title.citations),
        "themes": proposal.themes,
        "entities": proposal.entities,
        "lines": [_line(line) for line in chosen if line.values],
        "variants": [_entry(variant) for variant in title_variants(title)],
        "sections": [
            _section(one) for one in sections if one.entries or one.heading in SHOWN_EMPTY
        ],
        "sources": proposal.all_sources(),
    }


def _line(line: Line) -> JsonObject:
    return _filled_keys(
        key=_KEYS[line.label],
        values=[_value(value) for value in line.values],
        remark=line.remark,
        cited=_places(line.citations),
    )


def _value(value: Text | Named) -> Text | list[str | None]:
    """Return a text, or English name, Chinese name and id."""
    return [value.name.en, value.name.zh, value.id] if isinstance(value, Named) else value


def _section(section: Section) -> JsonObject:
    return _filled_keys(
        key=_KEYS[section.heading],
        empty=None if section.entries else section.empty,
        groups=[
            _filled_keys(heading=group.heading, entries=[_entry(entry) for entry in group.entries])
            for group in section.groups
            if group.entries
        ],
    )


def _entry(entry: Entry) -> JsonObject:
    return _filled_keys(
        text=entry.text,
        lead=entry.lead,
        when=entry.when,
        horizon=entry.horizon,
        actors=entry.actors,
        comment=entry.comment,
        cited=_places(entry.citations),
    )


def _filled_keys(**values: object) -> JsonObject:
    """Return the values that are not empty: of thousands of proposals, most are."""
    return {key: value for key, value in values.items() if value}


def _places(citations: Iterable[Citation]) -> list[list[str | None]]:
    return [[one.source, one.locator, one.quote] for one in citations]


def _stated(selection: Selection) -> dict[int, list[int]] | None:
    """Return year → counts that sources state, or None if the selection is a narrower one."""
    people = people_counted(selection.query.where)
    if people is None or selection.query.limit is not None:
        return None
    counts = stated_counts(selection.counts(), people)
    return {
        year: [stated, *others]
        for year, (stated, others) in sorted(counts.items())
        if years_within(selection.query.where, year)
    }
