"""Write HTML: one page that needs no network, with search, filters, charts and all proposals."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from proposals_cli import __version__
from proposals_cli.domain.answers.stats import people_counted, stated_counts, years_within
from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Proposal, Theme
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import BASIS_LABELS, STATUS_LABELS, TitleBasis
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.fallback import language
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    Entry,
    Line,
    Named,
    RecordPage,
    Section,
    Value,
)
from proposals_cli.domain.text.han_variants import FOLDED, VARIANTS
from proposals_cli.domain.text.languages import UNDETERMINED
from proposals_cli.domain.text.sanitise import one_line_within, web_address
from proposals_cli.exporting.pages import Pages
from proposals_cli.exporting.selection import ExportOptions, Selection

JsonObject = dict[str, object]

_FOLDER = Path(__file__).parent

_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_ESCAPE = re.compile(r"\\[bfnrtu]")

_UNSEARCHED = (labels.STATUS, labels.FACTS, labels.TRANSLATION, labels.RELATIONS)
"""What others report about a proposal, and titles of others, are not searched on the page."""

_MARKED = (TitleBasis.LABEL, TitleBasis.TRANSLATED, TitleBasis.MACHINE)
"""Bases of titles that the list of proposals names."""

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
    "others": Label("People, bodies, themes and more", "人物、机构、主题等"),
    "noYear": labels.NO_YEAR,
    "sources": labels.SOURCES,
    "colon": labels.COLON,
    "comma": labels.COMMA,
    "semicolon": labels.SEMICOLON,
    "unknownLanguage": language(UNDETERMINED),
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


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield the page: its head, the data one proposal after the other, and its program.

    The policy of the page allows only style and program, by their hashes: text of a record
    cannot run or load anything, even if it were taken for markup.
    """
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    scripts = ("page_texts.js", "page.js", "page_charts.js")
    program = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in scripts)
    page = (_FOLDER / "page.html").read_text(encoding="utf-8")
    head, body, tail = page.split("{{ }}")
    yield _filled(
        head,
        lang="zh-CN" if options.languages.interface == "zh" else "en",
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
    pages = Pages(selection)
    sources: dict[str, JsonObject] = {}
    yield '{"proposals": ['
    for number, (proposal, page) in enumerate(pages.proposals()):
        yield (",\n" if number else "\n") + safe_json(_proposal(proposal, page))
        sources |= _new_sources(page, sources)
    yield '\n], "others": ['
    for number, page in enumerate(pages.others()):
        yield (",\n" if number else "\n") + safe_json(_page(page))
        sources |= _new_sources(page, sources)
    yield "\n]"
    themes = (one for one in selection.records("themes") if isinstance(one, Theme))
    name = selection.base().name
    for key, value in (
        ("themes", {one.id: one.name for one in themes}),
        ("sources", sources),
        ("stated", _stated(selection)),
        ("words", WORDS | ({"title": Label(name, name)} if name else {})),
        ("labels", STATUS_LABELS | BASIS_LABELS),
        ("folding", [VARIANTS, FOLDED]),
        ("lang", options.languages.interface),
        ("languages", options.languages.tags),
    ):
        yield f",\n{json.dumps(key)}: {safe_json(value)}"
    yield "}\n"


def safe_json(value: object) -> str:
    r"""Return JSON that cannot end the element around it.

    >>> print(safe_json("</script>"))
    "\u003c/script\u003e"
    """
    text = _compact(value)
    if not text.isprintable() or _ESCAPE.search(text):  # most need no work
        text = _compact(one_line_within(value))
    for sign, escape in _UNSAFE.items():
        text = text.replace(sign, escape)
    return text


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _proposal(proposal: Proposal, page: RecordPage) -> JsonObject:
    bases = {one.lang: one.basis for one in reversed(proposal.titles) if one.basis in _MARKED}
    measures = next((one for one in page.sections if one.heading == labels.MEASURES), None)
    return _filled_keys(
        year=proposal.stated_year,
        themes=proposal.themes,
        status=current_status(proposal).value.value,
        bases=bases,
        measures=len(measures.entries) if measures else 0,
        **_page(page),
    )


# Keys are short: they stand in a file thousands of times. page.js says what each means.


def _page(page: RecordPage) -> JsonObject:
    return _filled_keys(
        id=page.id,
        heading=page.heading,
        titles=[_entry(entry) for entry in page.titles],
        head=[_line(line) for line in page.head],
        sections=[_section(section) for section in page.sections],
        sources=list(page.numbers),
    )


def _new_sources(page: RecordPage, known: Mapping[str, object]) -> dict[str, JsonObject]:
    return {entry.id: _entry(entry) for entry in page.sources if entry.id and entry.id not in known}


def _section(section: Section) -> JsonObject:
    return _filled_keys(
        h=[section.title("en"), section.title("zh")],
        g=[
            _filled_keys(h=group.heading, e=[_entry(entry) for entry in group.entries])
            for group in section.groups
            if group.entries
        ],
        none=None if section.entries else section.empty,
        more=[_entry(entry) for entry in section.remarks],
        quiet=section.heading in _UNSEARCHED,
    )


def _entry(entry: Entry) -> JsonObject:
    links = [{"url": web_address(link), "text": link} for link in entry.links]
    return _filled_keys(
        id=entry.id,
        w=entry.when,
        lead=[_value(value) for value in entry.lead],
        t=entry.text,
        d=[_line(line) for line in entry.details],
        c=_places(entry.citations),
        links=[_filled_keys(**link) for link in links],
        m=entry.comment,
        e=[_entry(below) for below in entry.entries],
    )


def _line(line: Line) -> JsonObject:
    return _filled_keys(
        l=line.label,
        v=[_value(value) for value in line.values],
        none=None if line.values else line.empty,
        r=line.remarks,
        c=_places(line.citations),
        quiet=line.label in _UNSEARCHED,
    )


def _value(value: Value) -> object:
    """Return a text, or an object with a name in ``n``."""
    if not isinstance(value, Named):
        return value
    remarks, citations = value.remarks, _places(value.citations)
    return {"n": value.name} | _filled_keys(id=value.id, r=remarks, c=citations)


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
