"""The HTML page, in a browser if one is installed."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.exporting import html
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.every_field import samples
from tests.exporting.bases import OPTIONS, records, selection_of
from tests.exporting.browser import CHROMIUM, DRIVER, Browser
from tests.exporting.parliaments import parliaments
from tests.exporting.test_markdown import is_shown

in_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)",
)


class Outline(HTMLParser):
    """The tags of a page, and the text of its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record an element."""
        self.tags.append((tag, dict(attrs)))
        self._within = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """Leave an element."""
        self._within = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of the data."""
        if self._within == "data":
            self.data += data


def page_of(selection: Selection) -> str:
    """Return the page of a selection."""
    return "".join(html.lines(selection, OPTIONS))


def test_the_page_contains_all_data(selection: Selection) -> None:
    """The page embeds proposals, measures, citations, links and stated counts."""
    data = json.loads(Outline(page_of(selection)).data)
    assert [one["id"] for one in data["proposals"]] == [
        "2019-label", "2018-fund", "2017-digital-economy",
    ]  # fmt: skip
    proposal = data["proposals"][2]
    sections = {section["h"][0]: section.get("g", []) for section in proposal["sections"]}
    assert {group["h"]: len(group["e"]) for group in sections["Measures (3)"]} == {
        "networks": 2, "care": 1,
    }  # fmt: skip
    assert sections["Measures (3)"][0]["e"][0] == {
        "id": "m01",
        "t": {"en": "Build broadband.", "zh": "建设宽带。"},
        "c": [["paper", "para 4", None]],
    }
    assert proposal["heading"] == {
        "zh": "关于大力发展数字经济的建议", "en": "On developing the digital economy",
    }  # fmt: skip
    assert proposal["sources"] == ["paper", "copy", "noted", "unread"]
    assert data["sources"]["paper"]["links"] == [
        {"url": "https://paper.example/a?b=1&c=%20d_e#f",
         "text": "https://paper.example/a?b=1&c=%20d_e#f"}
    ]  # fmt: skip
    assert data["stated"] == {"2017": [2], "2018": [1]}
    assert [one["id"] for one in data["others"]][:4] == ["jane-roe", "li-hua", "ma-huateng", "npc"]


def test_every_field_is_on_the_page(tmp_path: Path) -> None:
    """Unless the table of fields says that it is on no page."""
    made = [one for one in samples() if is_shown(one)]
    held = [record for one in made for record in (one.having, one.lacking)]
    data = Outline(page_of(selection_of(tmp_path, held))).data
    assert [one.path for one in made if str(one.value) not in data] == []


def test_a_part_is_not_compared_with_stated_counts(tmp_path: Path) -> None:
    """Sources count all proposals of a year."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("fintech",))))
    assert json.loads(Outline(page_of(part)).data)["stated"] is None


def test_nothing_is_loaded_and_hashes_allow_the_rest(selection: Selection) -> None:
    """One file without the network, and a policy that allows no other script."""
    text = page_of(selection)
    outline = Outline(text)
    loading = [
        (tag, name)
        for tag, attributes in outline.tags
        for name in attributes
        if name in ("src", "style", "srcset", "action") or (tag == "link" and name == "href")
    ]
    assert loading == []
    policy = next(
        attributes["content"] or ""
        for tag, attributes in outline.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    script = text[text.rindex("<script>") + len("<script>") : text.rindex("</script>")]
    style = text[text.index("<style>") + len("<style>") : text.index("</style>")]
    assert f"script-src '{html._hash(script)}'" in policy
    assert f"style-src '{html._hash(style)}'" in policy


def test_hostile_text_cannot_leave_the_data(hostile: Selection, selection: Selection) -> None:
    """Text of records adds no element to the page."""
    outline, harmless = Outline(page_of(hostile)), Outline(page_of(selection))
    assert [tag for tag, _ in outline.tags] == [tag for tag, _ in harmless.tags]
    assert not re.search("[<>&\x1b\x07\x9b\u202e\u2066\u2028]", outline.data)
    data = json.loads(outline.data)
    links = [link for source in data["sources"].values() for link in source["links"]]
    assert len(links) == len(data["sources"])
    assert not [link for link in links if "url" in link]


@pytest.fixture
def browser(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Return a browser of the requested width with the small base."""
    page = tmp_path / "page.html"
    page.write_text(page_of(request.getfixturevalue("selection")), encoding="utf-8")
    with Browser(tmp_path / "profile", getattr(request, "param", 1200)) as window:
        window.open(page)
        yield window


def shown(browser: Browser) -> list[str]:
    """Return the ids of the proposals that the page lists."""
    found: list[str] = browser.run(
        "return [...document.querySelectorAll('#list > details')].map((node) => node.id)"
    )
    return found


@in_browser
def test_a_search_finds_proposals_in_both_languages(browser: Browser) -> None:
    """Chinese in simplified and traditional characters, English by word."""
    for words, ids in (
        ("数字经济", ["2017-digital-economy"]),
        ("數字經濟", ["2017-digital-economy"]),
        ("broadband digital", ["2017-digital-economy"]),
        ("road", []),  # a word is found by its beginning, not within broadband
        ("基金", ["2018-fund"]),
        ("hospitals", ["2017-digital-economy"]),
        ("shenzhen ministry plan", ["2017-digital-economy"]),
        ("blue", ["2019-label"]),
        ("handed", []),  # what others report is not searched: a status,
        ("nearer", []),  # a disagreement
        ("建设宽带", ["2017-digital-economy"]),  # in the language that is not shown
    ):
        browser.run("document.getElementById('words').value = ''")
        browser.type("#words", words)
        assert shown(browser) == ids, words
    browser.click("#filters [type=reset]")
    assert len(shown(browser)) == 3
    assert browser.complaints() == []


@in_browser
def test_bars_filter_and_the_language_can_be_changed(browser: Browser) -> None:
    """The filter is kept when the language changes."""
    browser.click("#years li:nth-child(2) button")
    assert shown(browser) == ["2018-fund"]
    browser.click("#years li button")
    assert len(shown(browser)) == 3
    browser.run("document.getElementById('theme').value = 'health'; update()")
    assert shown(browser) == ["2017-digital-economy"]
    browser.click("#lang-zh")
    assert browser.run("return [document.documentElement.lang, document.title]") == [
        "zh-CN",
        "政策建议",
    ]
    title = browser.run("return document.querySelector('#list .title').textContent")
    assert title == "关于大力发展数字经济的建议"
    assert browser.run("return document.getElementById('theme').value") == "health"
    assert browser.complaints() == []


@in_browser
def test_a_proposal_opens_with_measures_citations_and_links(browser: Browser) -> None:
    """The address of a proposal opens it."""
    browser.run("location.hash = '2017-digital-economy'")
    browser.run("return new Promise((resolve) => setTimeout(resolve, 200))")
    body = browser.run("return document.querySelector('details[open] .body').innerText")
    for words in (
        "Build broadband.",
        "para 4",
        "2017-08 A ministry (lead): Agreed.",
        "What sources say",
    ):
        assert words in body
    links = browser.run(
        "return [...document.querySelectorAll('.sources a')].map((link) => link.href)"
    )
    assert links == ["https://paper.example/a?b=1&c=%20d_e#f"]


@in_browser
@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("en", ["Ausbau der Netze im Land", "On safer nets"]),
        ("zh", ["Ausbau der Netze im Land", "关于完善网络保障的提案"]),
        ("de", ["Ausbau der Netze im Land", "On safer nets"]),
        ("ja,zh", ["Ausbau der Netze im Land", "关于完善网络保障的提案"]),
    ],
)
def test_texts_are_in_the_languages_of_the_reader(
    tmp_path: Path, lang: str, titles: list[str]
) -> None:
    """Any other says which language it is in, to people and to programs that read aloud."""
    five = selection_of(tmp_path / "five", parliaments())
    page = tmp_path / "page.html"
    options = ExportOptions(parse_languages(lang))
    page.write_text("".join(html.lines(five, options)), encoding="utf-8")
    with Browser(tmp_path / "profile", 1200) as window:
        window.open(page)
        window.run("openAll(true)")
        shown_titles = window.run(
            "return ['2026-breitband', '2021-bozhang'].map((id) =>"
            " document.getElementById(id).querySelector('.title').textContent)"
        )
        assert shown_titles == titles
        german, body = window.run(
            "const card = document.getElementById('2026-breitband');"
            "return [card.querySelector('.title').lang, card.querySelector('.body').innerText];"
        )
        assert german in ("de", "")
        assert ("Landtag von Beispielland" in body) == (lang != "en")
        assert ("(de)" in body) == (lang != "de")
        nets = window.run("return document.getElementById('2021-nets').innerText")
        for words in ("Gone, Al", "2021-02-03", "yes 219" if lang in ("en", "de") else "赞成 219"):
            assert words in nets
        assert window.complaints() == []


@in_browser
def test_other_records_are_below_the_proposals(browser: Browser) -> None:
    """They open like these."""
    browser.run("document.getElementById('other--ma-huateng').querySelector('summary').click()")
    text = browser.run("return document.getElementById('other--ma-huateng').innerText")
    assert "Pony Ma" in text


@in_browser
def test_a_printed_page_shows_every_proposal_in_full(browser: Browser) -> None:
    """Afterwards they are closed again."""
    browser.run(
        "addEventListener('beforeprint', () => { window.opened ="
        " document.querySelectorAll('#list > details[open] .body').length; })"
    )
    browser.print()
    assert browser.run("return window.opened") == 3
    assert browser.run("return document.querySelectorAll('details[open]').length") == 0


@in_browser
@pytest.mark.parametrize("browser", [400, 1200], indirect=True)
def test_the_page_fits_and_is_legible(browser: Browser) -> None:
    """No sideways scrolling, and contrast of WCAG AA in light and dark."""
    browser.run("openAll(true)")
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        browser.prefer(scheme)
        assert browser.run(CONTRAST) == []


@in_browser
def test_controls_have_accessible_names(browser: Browser) -> None:
    """Every control has an accessible name."""
    unnamed = browser.run(
        """return [...document.querySelectorAll("button, select, input, a[href], section, figure")]
        .filter((node) => !node.hidden && !(node.textContent.trim() || node.labels?.length
          || node.getAttribute("aria-labelledby"))).map((node) => node.outerHTML)"""
    )
    assert unnamed == []
    assert browser.run(
        "return ['header', 'main', 'footer', 'h1'].map("
        "(tag) => document.querySelectorAll(tag).length)"
    ) == [1, 1, 1, 1]


@in_browser
def test_hostile_text_runs_no_script(hostile: Selection, tmp_path: Path) -> None:
    """Text of records never becomes markup, a link or a script."""
    page = tmp_path / "page.html"
    page.write_text(page_of(hostile), encoding="utf-8")
    with Browser(tmp_path / "profile", 1200) as window:
        window.open(page)
        window.run("openAll(true)")
        assert window.run("return document.querySelectorAll('img, b, i, iframe').length") == 0
        assert window.run("return document.querySelectorAll('a[href^=javascript]').length") == 0
        text = window.run("return document.getElementById('list').innerText")
        assert '</script><img src=x onerror="alert(1)">' in text
        assert window.complaints() == []


CONTRAST = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
  .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const colour = parse(getComputedStyle(node).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const poor = [];
for (const node of document.querySelectorAll("body *")) {
  const own = [...node.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
  if (!own || !node.getClientRects().length) continue;
  const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.className} ${node.textContent}`);
}
return poor;
"""
"""Returns the texts whose contrast is below the 4.5 of WCAG AA."""
