"""The links in a cell."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://(?:(?![,;]?https?://)[^\s<>\"|\x00-\x20])+", re.IGNORECASE)
_WHOLE = re.compile(r"https?://[^\s<>\"\x00-\x20]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![@\w/.:-])(?:www\.[\w-]+(?:\.[\w-]+)+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}/)"
    r"[^\s<>\"|]*",
    re.IGNORECASE,
)
"""A link without a scheme: it begins with www, or is a host with a path."""

_ENDS = ".,;:!?'\"»”’*"
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|html?|odt|rtf|txt|aspx?|php)(?:$|[?#])", re.IGNORECASE)
_OTHER_SCHEME = re.compile(
    r"\s*(?:javascript|data|file|mailto|ftp|vbscript|about|blob):", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2}")


class Links(NamedTuple):
    """The links in a text, and whether it has words besides them."""

    links: tuple[str, ...]
    has_more: bool


def links_in(text: str) -> Links:
    """Return the links in a text, with a scheme and without the punctuation around them.

    >>> links_in("https://a.example/1; www.b.example/x, (https://c.example/y_(z))").links
    ('https://a.example/1', 'https://www.b.example/x', 'https://c.example/y_(z)')
    >>> links_in("https://a.example/my file.pdf").links
    ('https://a.example/my%20file.pdf',)
    >>> links_in("Text: https://a.example/1")
    Links(links=('https://a.example/1',), has_more=True)
    >>> links_in("A report of the ministry").links
    ()
    """
    bare = text.strip().strip("<>")
    if bare.lower().startswith(("http://", "https://")) and bare.count("://") == 1:
        rest = bare.partition("://")[2]
        if " " in rest and "\n" not in rest and _FILE.search(bare) and "/" in rest.split(" ")[0]:
            return Links((bare.replace(" ", "%20"),), has_more=False)
    found: list[tuple[int, str]] = []
    left = _LINK.sub(lambda one: _note(found, one, ""), text)
    left = _BARE.sub(lambda one: _note(found, one, "https://"), left)
    links = [link for _, link in sorted(found)]
    return Links(tuple(dict.fromkeys(links)), bool(_WORD.search(left)))


def with_scheme(address: str) -> str | None:
    """Return the link that an address in markup is; None if it leads nowhere by itself.

    >>> with_scheme("//a.example/1"), with_scheme("www.a.example"), with_scheme("/bill/7")
    ('https://a.example/1', 'https://www.a.example', None)
    """
    address = address.strip()
    if address.lower().startswith(("http://", "https://")):
        return address.replace(" ", "%20")
    if address.startswith("//"):
        return f"https:{address}"
    bare = _BARE.fullmatch(address)
    return f"https://{address}" if bare and not _FILE.search(address.split("/")[0]) else None


def is_link(text: str) -> bool:
    """Return whether a text is one link."""
    return _WHOLE.fullmatch(text) is not None


def host_of(link: str) -> str:
    """Return the host in a link; empty if it has none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:  # a bracket of an IPv6 address without the other
        return ""


def is_other_scheme(text: str) -> bool:
    """Return whether a text is a link that a source cannot have, such as ``mailto:``."""
    return _OTHER_SCHEME.match(text) is not None


def _note(found: list[tuple[int, str]], match: re.Match[str], scheme: str) -> str:
    """Note a link; return as many spaces, so that the places of others stay the same."""
    link = match[0]
    while link and (link[-1] in _ENDS or _is_unopened(link)):
        link = link[:-1]
    if link.rstrip("/").partition("://")[2] or scheme:
        found.append((match.start(), scheme + link))
    return " " * len(match[0])


def _is_unopened(link: str) -> bool:
    """Return whether a link ends with a bracket that was opened before it."""
    pairs = {")": "(", "]": "[", "}": "{"}
    last = link[-1]
    return last in pairs and link.count(last) > link.count(pairs[last])
