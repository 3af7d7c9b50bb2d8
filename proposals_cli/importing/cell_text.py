"""What the text of a cell is: without markup, invisible characters and links around words."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from proposals_cli.importing.links import with_scheme

_SUSPECT = re.compile(
    r"[<&\u00a0\u00ad\u200b\u200e\u200f\u2007\u202f\u2060\ufeff]|\]\(|_x000[AD]_|\x07\s*\Z"
)

MAX_MARKUP = 1_000_000

MAX_PLAIN = 100_000
"""Characters of a text that is judged without a thorough look."""

_INVISIBLE = {ord(one): None for one in "\u00ad\u200b\u200e\u200f\u2060\ufeff"} | {
    ord(one): " " for one in "\u00a0\u2007\u202f"
}
_CELL_MARK = " \t\r\n\x07"
"""What Word writes at the end of a cell, and spaces."""

_EXCEL_BREAK = re.compile("_x000[AD]_")
_LONE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_MARKDOWN = re.compile(
    r"\[([^\[\]\n]{1,500})\]\(((?:https?:/|www\.|/)(?:[^\s()]|\([^\s()]*\)){1,2000})\)"
)
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_SPACES = re.compile(r"[ \t\r\f\v]+")

_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "h1", "h2",
        "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
    )
)  # fmt: skip
_KNOWN = _BLOCKS | frozenset(
    (
        "a", "abbr", "b", "big", "body", "center", "cite", "code", "del", "em", "font", "head",
        "html", "i", "img", "ins", "mark", "q", "s", "script", "small", "span", "strike", "strong",
        "style", "sub", "sup", "tbody", "td", "tfoot", "th", "thead", "tt", "u",
    )
)  # fmt: skip
"""The tags that are removed. Any other, such as ``<john@example.org>``, is text."""

_HIDDEN = frozenset(("script", "style", "head"))


class Cleaned(NamedTuple):
    """A text as people read it, the links that were in its markup, and whether it had any.

    ``lost`` are addresses in it that lead nowhere by themselves, such as ``/bill/7``.
    """

    text: str
    links: tuple[str, ...] = ()
    had_markup: bool = False
    lost: tuple[str, ...] = ()


def is_suspect(text: str) -> bool:
    """Return whether a text has something that ``cleaned`` may change."""
    return _SUSPECT.search(text) is not None


def is_plain(text: str) -> bool:
    """Return whether a short text is surely as it should be: nearly all are.

    A search for several things at once would take longer.
    """
    return (
        len(text) < MAX_PLAIN
        and (text.isprintable() or (text.isascii() and "\0" not in text and "\x07" not in text))
        and "<" not in text
        and "&" not in text
        and "](" not in text
        and "_x000" not in text
    )


def cleaned(text: str) -> Cleaned:
    r"""Return a text without tags, entities, invisible characters and Markdown links.

    >>> cleaned("<p>Build <b>roads</b> &amp; rails,</p><p>x &lt; 5</p>").text
    'Build roads & rails,\nx < 5'
    >>> cleaned('<a href="https://example.org/1">HB 1</a>')
    Cleaned(text='HB 1', links=('https://example.org/1',), had_markup=True, lost=())
    >>> cleaned("Q&A <john@example.org> x < 5").text
    'Q&A <john@example.org> x < 5'
    """
    if not is_suspect(text):
        return Cleaned(text)
    text = _EXCEL_BREAK.sub("\n", text.translate(_INVISIBLE)).rstrip(_CELL_MARK)
    addresses: list[str] = []

    def label(found: re.Match[str]) -> str:
        addresses.append(found[2])
        return found[1]

    had_markup = False
    if "](" in text:
        text = _MARKDOWN.sub(label, text)
        had_markup = bool(addresses)
    if ("<" in text or "&" in text) and len(text) <= MAX_MARKUP:
        parser = _Markup()
        parser.feed(_LONE_AMPERSAND.sub("&amp;", text))
        parser.close()
        found = parser.text() or text  # nothing but a script, or tags: that is the text
        if parser.removed or found != text:
            had_markup = had_markup or parser.removed or ";" in text
            text = found
        addresses += parser.addresses
    known = {address: with_scheme(address) for address in addresses}
    links = tuple(dict.fromkeys(filter(None, known.values())))
    lost = tuple(address for address, link in known.items() if link is None)
    return Cleaned(text.strip(), links, had_markup, lost)


class _Markup(HTMLParser):
    """Collects the text between known tags; other tags are part of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed = False
        self.addresses: list[str] = []
        self._parts: list[str] = []
        self._hidden = ""

    def text(self) -> str:
        """Return the text, with one blank line at most between two lines."""
        text = "".join(self._parts)
        if not self.removed:
            return text
        lines = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text))
        return "\n".join(line.strip() for line in lines.split("\n")).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remove a known tag; keep its link if it has one."""
        if tag not in _KNOWN:
            self.handle_data(self.get_starttag_text() or "")
            return
        self.removed = True
        if tag in _HIDDEN:
            self._hidden = tag
        if tag in _BLOCKS:
            self._new_line()
        elif tag in ("td", "th"):
            self._parts.append(" ")
        href = dict(attrs).get("href") if tag == "a" else None
        if href and (href := href.strip()) and not href.startswith("#"):
            self.addresses.append(href)

    def handle_endtag(self, tag: str) -> None:
        """Remove a known tag."""
        if tag not in _KNOWN:
            self.handle_data(f"</{tag}>")
            return
        self.removed = True
        if tag == self._hidden:
            self._hidden = ""
        if tag in _BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not self._hidden:
            self._parts.append(data)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002  # a comment is not shown
        """Remove a comment."""
        self.removed = True

    def _new_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
