"""Write BibTeX: references for LaTeX and reference managers.

No library is used: those that write BibTeX either do not escape what LaTeX interprets, or turn
Chinese into commands.
"""

import re
from collections.abc import Iterator

from proposals_cli.domain.presenting.csl import CslItem
from proposals_cli.domain.presenting.csl_names import CslName, whole
from proposals_cli.exporting.csl import item_of
from proposals_cli.exporting.selection import ExportOptions, Selection

ENTRY_TYPES = {"report": "techreport", "bill": "legislation", "legislation": "legislation"}
"""CSL type → type of entry, as Zotero reads it; any other type becomes ``misc``."""

# BibTeX counts braces even after a backslash, so none may be written as itself.
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SIGNS = re.compile(r"[\\{}~^&%$#_]")

# LaTeX does not unescape addresses: what would end the field is percent-encoded.
_NOT_IN_ADDRESS = re.compile(r"[\\{}^\"<>`|\s]")

_APOSTROPHES = ("'", "’")


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield one entry per proposal."""
    for proposal in selection.proposals():
        yield entry(item_of(proposal, selection, options))


def entry(item: CslItem) -> str:
    """Return an item of CSL-JSON as an entry of BibTeX, followed by a blank line."""
    notes = [item.get("collection-title"), *item["note"].split("\n")]
    date = item["issued"]["date-parts"][0] if "issued" in item else []
    fields = {
        "author": " and ".join(_author(author) for author in item.get("author", ())),
        # doubled braces: styles must not change the case of Chinese names and initials
        "title": f"{{{escaped(item['title'])}}}" if "title" in item else "",
        "institution": escaped(item.get("publisher") or item.get("authority") or ""),
        "type": escaped(item["genre"]),
        "number": escaped(item.get("number", "")),
        "address": escaped(item.get("publisher-place", "")),
        "year": str(date[0]) if date else "",
        "date": "-".join(f"{part:02}" for part in date) if len(date) > 1 else "",
        "url": _NOT_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", item.get("URL", "")),
        "note": escaped("; ".join(filter(None, notes))),
        "abstract": escaped(item.get("abstract", "")),
        "keywords": escaped(item.get("keyword", "")),
        "language": item.get("language", ""),
    }
    rows = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    type_ = ENTRY_TYPES.get(item["type"], "misc")
    return f"@{type_}{{{item['id']},\n" + ",\n".join(rows) + "\n}\n\n"


def escaped(text: str) -> str:
    r"""Return text in which nothing is a command of LaTeX or ends a field.

    >>> escaped("R&D, 5% {x}")
    'R\\&D, 5\\% \\textbraceleft{}x\\textbraceright{}'
    """
    return _SIGNS.sub(lambda sign: _COMMANDS[sign[0]], text)


def _author(author: CslName) -> str:
    """Return a name as ``von Last, Jr, First``, or in braces if it is in one piece."""
    parts = {part: escaped(text) for part, text in whole(author).items()}
    family, given, suffix = (parts.get(part, "") for part in ("family", "given", "suffix"))
    if not (family and given):
        return f"{{{parts.get('literal') or family or given}}}"
    before, after = (parts.get(f"{kind}dropping-particle", "") for kind in ("non-", ""))
    if after and before:
        given = f"{given} {after}"
    elif after:
        before = after
    if before:
        family = f"{before}{'' if before.endswith(_APOSTROPHES) else ' '}{family}"
    pieces = [family, suffix, given] if suffix else [family, given]
    # braces keep an "and" or a comma within a name from being read as syntax
    plain = not re.search(r"[,\\]|\band\b", " ".join(pieces), re.IGNORECASE)
    return ", ".join(piece if plain else f"{{{piece}}}" for piece in pieces)
