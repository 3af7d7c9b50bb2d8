"""The languages under which a draft's texts are placed, if it names none."""

from proposals_cli.domain.text.languages import (
    UNDETERMINED,
    canonical_tag,
    language_of,
    main_script,
)
from proposals_cli.errors import InvalidRecordError


class Placement:
    """The language of the texts of one draft: ``body`` has the languages that the body works in."""

    def __init__(self, base: str | None) -> None:
        """Take the language of the base."""
        self.body: tuple[str, ...] = ()
        self._base = base
        self._settled: str | None = None
        self._unknown: list[str] = []

    def settle(self, given: object) -> None:
        """Take the language that a draft names for all its texts.

        Raises:
            InvalidRecordError: it is not a language tag.
        """
        if given is None:
            return
        self._settled = canonical_tag(given) if isinstance(given, str) else None
        if self._settled is None:
            raise InvalidRecordError(
                f"'{given}' is not a language.",
                "Use a BCP 47 tag, as zh, zh-Hant or de.",
                "language",
            )

    def language(self, text: str, path: str) -> str:
        """Return the language of a text; ``und`` where nothing shows it, which is remembered."""
        tag = self._settled or language_of(text, self.body, self._base)
        if tag == UNDETERMINED and main_script(text):
            self._unknown.append(path)
        return tag

    def name_language(self, name: str) -> str:
        """Return the language of a name: a name in Latin letters serves every language of them."""
        if self._settled:
            return self._settled
        if main_script(name) == "LATIN":
            return UNDETERMINED
        return language_of(name, self.body, self._base)

    def remarks(self) -> list[str]:
        """Return a remark on the texts whose language is unknown, if there are any."""
        if not self._unknown:
            return []
        first = "the title" if self._unknown[0] == "titles[0]" else self._unknown[0]
        if self._unknown == ["titles[0]"]:
            says = "--language or `title: {de: …}` says it."
        else:
            says = "name it: --language, or `language: TAG`."
        more = f" and {len(self._unknown) - 1:,} more" if self._unknown[1:] else ""
        return [f"The language of {first}{more} is not known; {says}"]
