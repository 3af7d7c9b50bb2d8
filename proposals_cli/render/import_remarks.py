"""Sentences on the values of an import that were not simply taken."""

from collections.abc import Iterator

from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.remarks import RemarkGroup, RemarkKind, Remarks

MAX_COLUMN = 32
MAX_EXAMPLE = 30
MAX_SHOWN = 12
"""Remarks that are shown, those that ask for a decision first."""

_SENTENCES: dict[RemarkKind, tuple[str, str]] = {
    RemarkKind.UNCLEAR_DATE: (
        "{column}: {count} without a clear day ({examples}), kept as written; --date-order decides",
        "date",
    ),
    RemarkKind.UNKNOWN_LANGUAGE: (
        "the language of {count} is not known ({examples}); --language TAG sets it",
        "title",
    ),
    RemarkKind.UNKNOWN_STATUS: (
        "{column}: {count} no known status ({examples}); the words are kept",
        "value is|values are",
    ),
    RemarkKind.UNKNOWN_KIND: (
        "{column}: {count} no known kind ({examples}); kind is other, the words are kept",
        "value is|values are",
    ),
    RemarkKind.NOT_UNIQUE: (
        "{column}: {count} not used to find repeats: other titles have the same ({examples})",
        "number is|numbers are",
    ),
    RemarkKind.SHARED_NAME: (
        "{column}: {count} has ({examples}); the words are kept, and none of them is taken",
        "name that more than one person|names that more than one person",
    ),
    RemarkKind.NOT_UNDERSTOOD: (
        "{column}: {count} not fit ({examples}), kept under extra",
        "value does|values do",
    ),
    RemarkKind.NOT_READ: (
        "{column}: {count} not read ({examples}): this column is made from others",
        "edited cell is|edited cells are",
    ),
    RemarkKind.SEVERAL_DATES: (
        "{column}: {count} several dates ({examples}): the earliest is taken, all are kept",
        "cell holds|cells hold",
    ),
    RemarkKind.SECOND_VALUE: (
        "{column}: {count} a field that another column gives ({examples}), kept under extra",
        "value is for|values are for",
    ),
    RemarkKind.SET_INSTEAD: (
        "{column}: {count} kept under extra, because --set gives the field",
        "value is|values are",
    ),
    RemarkKind.BLANK_WORD: (
        "{column}: {count} as blank ({examples}); --keep-blank-words keeps them",
        "cell read|cells read",
    ),
    RemarkKind.MARKUP: ("{column}: markup removed from {count}", "cell"),
    RemarkKind.NAME_REMARK: (
        "{column}: {count} with words that are no name ({examples}), kept beside it",
        "cell",
    ),
}
"""Kind → its sentence and what is counted, in the order in which they are shown."""


def remark_sentences(remarks: Remarks) -> Iterator[str]:
    """Yield a sentence for every kind of remark on a column; of very many, on the first."""
    order = {kind: place for place, kind in enumerate(_SENTENCES)}
    groups = sorted(remarks, key=lambda one: (order[one.kind], -one.count))
    for group in groups[:MAX_SHOWN]:
        yield _sentence(group)
    if hidden := groups[MAX_SHOWN:]:
        yield f"and {counted(sum(one.count for one in hidden), 'more value')} with such remarks"


def _sentence(group: RemarkGroup) -> str:
    pattern, noun = _SENTENCES[group.kind]
    one, _, several = noun.partition("|")
    return pattern.format(
        column=_short(group.column, MAX_COLUMN),
        count=counted(group.count, one, several or None),
        examples=", ".join(f"'{_short(example, MAX_EXAMPLE)}'" for example in group.examples),
    )


def _short(text: str, length: int) -> str:
    text = one_line(text)
    return text if len(text) <= length else f"{text[: length - 1]}…"
